// A rant's lesson and its conversation.
import { block, encode, escape, inline, plain } from "./text.js"
import { doThis } from "./lists.js"

export const words = (rant, url) =>
  `${rant.question}\n\n${rant.title}: ${rant.lesson.title}\n${url}`
const AWAY = 'rel="noopener noreferrer nofollow" referrerpolicy="no-referrer"'

export const mail = ({ lesson }, url, blog) =>
  `mailto:?subject=${encode(lesson.title)}&amp;body=${encode(
    `Do this: ${plain(inline(lesson.do))}, by ${lesson.by}.\r\n\r\n${blog.warm_up}\r\n\r\nIf it is … at …, I write to … and ask: …\r\n\r\n${lesson.say.map((said) => `“${said}”`).join("\r\n")}\r\n\r\n${url}#lesson`,
  )}`
export const report = ({ title }, url, blog) =>
  `mailto:${blog.email}?subject=${encode(`How it went: ${title}`)}&amp;body=${encode(
    `${blog.prompts.join("\r\n\r\n\r\n\r\n")}\r\n\r\n\r\n\r\n--\r\n${url}`,
  )}`
export const answer = ({ title }, url, blog) =>
  `mailto:${blog.email}?subject=${encode(`Re: ${title}`)}&amp;body=${encode(`\r\n\r\n--\r\n${url}`)}`

export const box = (rant, url, blog) => {
  const { lesson } = rant
  return `<section class="lesson flow" id="lesson" aria-labelledby="lesson-title">
<p class="kicker lesson-kicker">${blog.kicker}</p>
<h2 class="lesson-title" id="lesson-title">${escape(lesson.title)}</h2>
${block(lesson.body)}
<p class="lesson-do" data-by="${lesson.by}">${doThis(rant)}<span hidden> That is by <b data-slot="due">…</b>.</span>
</p>
<p><b>Three minutes first.</b> ${blog.warm_up}</p>
<div class="lesson-plan" role="group" aria-labelledby="lesson-plan">
<h3 id="lesson-plan">Then make it a plan</h3>
<div class="lesson-fields" hidden>
<label>Day <input type="date" name="day" max="9999-12-31" required></label>
<label>Time <input type="time" name="time" required></label>
<label>First name <input name="name" autocomplete="off" maxlength="60" pattern=".*\\S.*" required></label>
<label>Question <input name="question" autocomplete="off" maxlength="300" value="${escape(lesson.say[0])}"></label>
</div>
<p class="lesson-hint" hidden>Read it once more:</p>
<p class="lesson-read">If it is <b data-slot="day">…</b> at <b data-slot="time">…</b>, I write to <b data-slot="name">…</b> and ask: <b data-slot="question">…</b></p>
</div>
<p>To start with, you could say:</p>
<ul class="lesson-openers">
${lesson.say
  .map(
    (said) =>
      `<li><q>${escape(said)}</q> <button type="button" class="lesson-button" data-do="say" aria-label="Copy “${escape(said)}”" hidden>Copy</button></li>`,
  )
  .join("\n")}
</ul>
<ul class="lesson-ways" role="list">
<li hidden><button type="button" class="lesson-button" data-do="calendar" data-event="Write to …">Put it in my calendar</button></li>
<li><a class="lesson-button" data-do="mail" href="${mail(rant, url, blog)}">Send it to myself</a></li>
<li hidden><button type="button" class="lesson-button" data-do="copy">Copy the plan</button></li>
<li hidden><button type="button" class="lesson-button" data-do="print">Print</button></li>
<li hidden><button type="button" class="lesson-button" data-do="wrote">I wrote to them</button></li>
</ul>
<p class="lesson-hint" role="status" data-copied="Copied." data-kept="The name is kept, in this browser alone." data-refused="Your browser does not let this page do that."></p>
<p class="lesson-hint" hidden>What you write here stays in this browser, and nobody else sees it. The last button keeps the first name here for 90 days, with the <a href="/lessons/people/">people you wrote to</a>.</p>
<div class="report">
<h3>Tell me how it went, even if nobody answered</h3>
<ul>
${blog.prompts.map((prompt) => `<li>${prompt}</li>`).join("\n")}
</ul>
<p>Tell me
<a aria-label="Tell me how it went by email" href="${report(rant, url, blog)}">by email</a>.
</p>
</div></section>`
}

export const conversation = (rant, page, url, blog) => {
  const text = words(rant, url)
  return `<section class="conversation flow" id="conversation" aria-labelledby="question">
<p class="kicker">Your turn</p>
<h2 class="question" id="question">${escape(rant.question)}</h2>
<div class="circle">
<h3>Answer me</h3>
<ul class="ways" role="list">
<li><a aria-label="Answer me By email" href="${answer(rant, url, blog)}">By email</a></li>
</ul>
</div>
<div class="circle">
<h3>Ask one person</h3>
<div>
<ul class="ways" role="list">
<li><a aria-label="Ask one person: Email a friend" href="mailto:?subject=${encode(rant.title)}&amp;body=${encode(text.replaceAll("\n", "\r\n"))}">Email a friend</a></li>
<li><a aria-label="Ask one person: Text message" href="sms:?&amp;body=${encode(text)}">Text message</a></li>
<li><a aria-label="Ask one person: WhatsApp" href="https://wa.me/?text=${encode(text)}" ${AWAY}>WhatsApp</a></li>
<li><a aria-label="Ask one person: Telegram" href="https://t.me/share/url?url=${encode(url)}&amp;text=${encode(text.slice(0, -url.length - 1))}" ${AWAY}>Telegram</a></li>
<li hidden><button type="button" data-way="copy">Copy the question</button></li>
<li hidden><button type="button" data-way="share">Share…</button></li>
</ul>
<p class="hint" role="status"></p>
</div>
</div>
<div class="circle">
<h3>Ask the room</h3>
<div>
<form method="get" accept-charset="utf-8" action="https://share.joinmastodon.org/" rel="noopener noreferrer nofollow">
<label class="hint">Say it in your own words
<textarea class="words" name="text" rows="6" autocomplete="off">
${escape(text)}</textarea></label>
<ul class="ways" role="list">
${blog.room
  .map(({ name, url: to }) => `<li><button aria-label="Ask the room on ${name}" formaction="${to}">${name}</button></li>`)
  .join("\n")}
</ul>
</form>
<p class="hint">Or pass on the address:</p>
<ul class="ways" role="list">
<li><a aria-label="Ask the room on LinkedIn" href="https://www.linkedin.com/sharing/share-offsite/?url=${encode(url)}" ${AWAY}>LinkedIn</a></li>
<li><a aria-label="Ask the room on Reddit" href="https://www.reddit.com/submit?url=${encode(url)}&amp;title=${encode(rant.question)}" ${AWAY}>Reddit</a></li>
<li><a aria-label="Ask the room on Hacker News" href="https://news.ycombinator.com/submitlink?u=${encode(url)}&amp;t=${encode(rant.title)}" ${AWAY}>Hacker News</a></li>
</ul>
</div>
</div>
<h3 id="said">What people said</h3>
<p>Nobody has answered here yet. Be the first, or ask one person.</p>
<p class="hint">The address of this page: <a class="address" href="${page.url}">${url}</a></p>
<p class="hint">This page loads nothing from another site, and nobody counts you. Only a link or a button that you follow takes you, or your words, somewhere else.</p>
</section>`
}
