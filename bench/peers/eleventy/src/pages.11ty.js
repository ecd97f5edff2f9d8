// The pages there is one of each.
import { months, years } from "../lib/lists.js"
import { listHead, monthly, ways } from "../lib/lessons.js"
import { frame, title } from "../lib/page.js"
import { escape } from "../lib/text.js"

const about = (words) => ({
  sheets: ["prose"],
  main: () => `<article class="h-entry"><div class="prose flow e-content"><p>${words}</p></div></article>`,
})
const PAGES = {
  "/about/": { title: "About", ...about("Somebody writes here, and says what it came to.") },
  "/subscribe/": {
    title: "Subscribe",
    sheets: ["prose"],
    main: ({ blog }) => `<div class="prose flow"><p>You can have this blog come to you, in the feeds that are listed here.</p>
<ul>
${blog.categories
  .map(({ name, slug }) => `<li>${name}: <a href="/category/${slug}/rss.xml">RSS</a>, <a href="/category/${slug}/atom.xml">Atom</a></li>`)
  .join("\n")}
</ul></div>`,
  },
  "/lessons/people/": {
    title: "People I wrote to",
    main: () => '<div class="flow" id="wrote"><p>The first names that you keep below a lesson stand here.</p></div>',
  },
  "/rants/": {
    title: "All the rants",
    main: ({ blog, collections }) => `<div class="flow">${years(blog, "")}
${months(collections.yearList[0].rants, blog)}</div>`,
  },
  "/categories/": {
    title: "Categories",
    main: ({ collections }) => `<ul class="entries" role="list">
${collections.categoryList
  .map(
    ({ name, slug, rants }) => `<li><h2 class="entry-title"><a href="/category/${slug}/">${name}</a></h2>
<p>Lately: <a href="${rants[0].url}"><bdi>${escape(rants[0].data.title)}</bdi></a></p></li>`,
  )
  .join("\n")}
</ul>`,
  },
  "/tags/": {
    title: "Tags",
    main: ({ collections }) => `<ul class="row" role="list">
${collections.tagList.map(({ name, slug }) => `<li><a rel="tag" href="/tag/${slug}/">${name}</a></li>`).join("\n")}
</ul>`,
  },
  "/lessons/": {
    title: "Lessons",
    meta: (data) => listHead(data.collections.yearList[0].rants, data, "Lessons", "What every rant came to."),
    main: ({ blog, collections }) => `${ways(blog, "")}
${monthly(collections.yearList[0].rants, blog)}
<section class="flow" aria-labelledby="along">
<h2 class="section-title" id="along">Take them with you</h2>
<p><b>In your calendar</b> they come one a day: <a href="webcal://endrant.example/lessons.ics">subscribe to the calendar</a>.</p>
<p><b>As data</b> they are all in <a href="/lessons.json" type="application/json">lessons.json</a>.</p>
</section>`,
  },
  "/404.html": {
    title: "There is nothing here",
    main: ({ blog, collections }) => `<ul>
${collections.rants.slice(0, 5).map((rant) => `<li><a href="${rant.url}">${escape(rant.data.title)}</a></li>`).join("\n")}
</ul>
${years(blog, "")}`,
  },
}

export const data = {
  one: Object.keys(PAGES),
  pagination: { data: "one", size: 1, alias: "address" },
  permalink: ({ address }) => address,
}

export const render = (data) => {
  const page = PAGES[data.address]
  const what = { title: page.title, sheets: page.sheets, meta: page.meta?.(data) }
  return frame(data, what, `${title(page.title)}\n${page.main(data)}`)
}
