// The feeds: RSS and Atom, of rants or of lessons.
import { block, encode, escape, moment } from "./text.js"
import { doThis } from "./lists.js"
import { answer, mail, report, words } from "./rant.js"

const lessonText = (rant, url, blog) => `${block(rant.lesson.body)}
<p>${doThis(rant)}</p>
<p><b>Three minutes first.</b> ${blog.warm_up}</p>
<p><b>Then make it a plan:</b> If it is … at …, I write to … and ask: …</p>
<p>To start with, you could say:</p>
<ul>
${rant.lesson.say.map((said) => `<li>“${escape(said)}”</li>`).join("\n")}
</ul>
<p><a href="${mail(rant, url, blog)}">Send it to myself</a></p>
<p>Tell me how it went, even if nobody answered: <a href="${report(rant, url, blog)}">by email</a>.</p>
<ul>
${blog.prompts.map((prompt) => `<li>${prompt}</li>`).join("\n")}
</ul>`

const question = (rant, url, blog) => {
  const text = encode(words(rant, url))
  return `<hr>
<h2>${escape(rant.question)}</h2>
<ul>
<li>Answer me: <a href="${answer(rant, url, blog)}">By email</a></li>
<li>Ask one person: <a href="mailto:?subject=${encode(rant.title)}&amp;body=${text}">Email a friend</a>, <a href="https://wa.me/?text=${text}">WhatsApp</a>, <a href="https://t.me/share/url?url=${encode(url)}&amp;text=${text}">Telegram</a></li>
<li>Ask the room: ${blog.room.map(({ name, url: to }) => `<a href="${to}?text=${text}">${name}</a>`).join(", ")}</li>
</ul>`
}

export const rantEntry = (item, url, blog) => `${item.content}
<p class="end-rant">End rant.</p>
<hr>
<h2>The lesson: ${escape(item.data.lesson.title)}</h2>
${lessonText(item.data, url, blog)}
${question(item.data, url, blog)}`

export const lessonEntry = (item, url, blog) => `${lessonText(item.data, url, blog)}
<p>The end of a rant: <a href="${url}">${escape(item.data.title)}</a></p>
${question(item.data, url, blog)}`

const labels = ({ data }, write) => [...data.categories, ...data.tags].map(write).join("\n")

const rss = ({ title, base, rants, entry }, blog) => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>${escape(title)}</title>
<link>${blog.url}${base}</link>
<description>${blog.subtitle}</description>
<language>en</language>
<lastBuildDate>${rants[0].date.toUTCString()}</lastBuildDate>
${rants
  .slice(0, 20)
  .map((item) => {
    const url = blog.url + item.url
    return `<item>
<title>${escape(item.data.title)}</title>
<link>${url}</link>
<description>${escape(item.data.summary)}</description>
<content:encoded>${escape(entry(item, url, blog))}</content:encoded>
<guid isPermaLink="false">tag:endrant.example,2026:${item.data.id}</guid>
${labels(item, (name) => `<category>${name}</category>`)}
<pubDate>${item.date.toUTCString()}</pubDate>
</item>`
  })
  .join("\n")}
</channel>
</rss>
`

const atom = ({ title, base, rants, entry }, blog) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>${blog.url}${base}atom.xml</id>
<title>${escape(title)}</title>
<link href="${blog.url}${base}"/>
<link rel="self" href="${blog.url}${base}atom.xml"/>
<author><name>${blog.author}</name></author>
<updated>${moment(rants[0])}</updated>
${rants
  .slice(0, 20)
  .map((item) => {
    const url = blog.url + item.url
    return `<entry>
<id>tag:endrant.example,2026:${item.data.id}</id>
<title>${escape(item.data.title)}</title>
<updated>${moment(item)}</updated>
<published>${moment(item)}</published>
<link href="${url}"/>
<summary>${escape(item.data.summary)}</summary>
${labels(item, (name) => `<category term="${name}"/>`)}
<content type="html">${escape(entry(item, url, blog))}</content>
</entry>`
  })
  .join("\n")}
</feed>
`

export const formats = { rss, atom }
