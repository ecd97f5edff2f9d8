// The pages of lessons: of a year, of a category.
import { byMonth, doThis } from "./lists.js"
import { block, escape, time } from "./text.js"

export const listHead = (rants, { blog, page }, name, description) => {
  const collection = {
    "@context": "https://schema.org", "@type": "CollectionPage", name, description, inLanguage: "en",
    url: blog.url + page.url, isPartOf: { "@type": "Blog", name: blog.name, url: `${blog.url}/` },
    mainEntity: {
      "@type": "ItemList", name,
      itemListElement: rants.map((rant, turn) => ({
        "@type": "ListItem", position: turn + 1, name: rant.data.lesson.title,
        url: `${blog.url}${rant.url}#lesson`,
      })),
    },
  }
  return `<link rel="alternate" type="text/calendar" title="${blog.name}: a lesson a day" href="/lessons.ics">
<script type="application/ld+json">${JSON.stringify(collection).replaceAll("<", "\\u003c")}</script>`
}

const current = (is) => (is ? ' aria-current="page"' : "")
export const ways = (blog, here) => `<nav class="links row" aria-label="Lessons by year">
<span class="small">By year</span>
${blog.years.map((year) => `<a href="/lessons/${year}/"${current(here === year)}><bdi>${year}</bdi></a>`).join("\n")}
</nav>
<nav class="links row" aria-label="Lessons by category">
<span class="small">By category</span>
${blog.categories
  .map(({ name, slug }) => `<a href="/category/${slug}/lessons/"${current(here === name)}><bdi>${name}</bdi></a>`)
  .join("\n")}
</nav>
<nav class="links row" aria-label="Lessons to take with you">
<span class="small">To take along</span>
<a href="/lessons/#along">Calendar, feeds, paper, data</a>
</nav>`

const end = (rant, blog) =>
  `<p class="small"><bdi>${time(rant, blog.months)}, at the end of <a href="${rant.url}"><bdi>${escape(rant.data.title)}</bdi></a></bdi></p>`

export const monthly = (rants, blog) =>
  byMonth(rants)
    .map(
      ([month, those]) => `<section aria-labelledby="month-${month}">
<h2 class="month" id="month-${month}">${blog.months[month - 1]} ${those[0].data.years[0]}</h2>
<ol class="entries h-feed" role="list">
${those
  .map(
    (rant) => `<li class="h-entry">
<h3 class="entry-title"><a class="p-name u-url" href="${rant.url}#lesson">${escape(rant.data.lesson.title)}</a></h3>
<p class="entry-lesson p-summary">${doThis(rant.data)}</p>
${end(rant, blog)}
</li>`,
  )
  .join("\n")}
</ol>
</section>`,
    )
    .join("\n")

export const sheet = (rant, blog) => `<li class="h-entry flow">
<h2 class="entry-title"><a class="p-name u-url" href="${rant.url}#lesson">${escape(rant.data.lesson.title)}</a></h2>
<div class="e-content flow">
${block(rant.data.lesson.body)}
<p class="entry-lesson">${doThis(rant.data)}</p>
<p><bdi>To start with, you could say:</bdi></p>
<ul>
${rant.data.lesson.say.map((said) => `<li><q>${escape(said)}</q></li>`).join("\n")}
</ul>
</div>
<p class="plan on-paper"><bdi>If it is <span class="blank blank-day">…</span> at <span class="blank blank-time">…</span>, I write to <span class="blank blank-name">…</span> and ask: <span class="blank blank-question">…</span></bdi></p>
${end(rant, blog)}
<p class="small on-paper"><bdi>${blog.url}${rant.url}</bdi></p>
</li>`
