import { doThis, entries, pager } from "../lib/lists.js"
import { frame, title } from "../lib/page.js"
import { block, escape } from "../lib/text.js"

export const data = {
  pagination: { data: "collections.homePages", size: 1, alias: "list" },
  permalink: ({ list }) => list.url,
}

const day = ({ url, data: { title: rant, lesson }, data: all }, blog) => `
<section class="lesson flow" id="lesson" aria-labelledby="lesson-title">
<p class="kicker lesson-kicker">${blog.kicker}</p>
<h2 class="lesson-title" id="lesson-title"><a href="${url}#lesson">${escape(lesson.title)}</a></h2>
${block(lesson.body)}
<p class="lesson-do">${doThis(all)}</p>
<p class="lesson-source">The end of a rant: <a href="${url}"><bdi>${escape(rant)}</bdi></a></p>
<p><a class="lesson-button" href="${url}#lesson">Make it a plan</a></p>
</section>`

export const render = (data) => {
  const { blog, list } = data
  const first = list.number === 1
  const words = first ? blog.subtitle : `The rants, page ${list.number}`
  const main = `${title(words, first ? ' class="statement"' : "")}
${first ? day(list.items[0], blog) : ""}
<section class="h-feed" aria-label="Rants">
${first ? '<h2 class="p-name section-title" id="rants">The rants</h2>' : ""}
${entries(list.items, first ? 3 : 2, blog)}
</section>
${pager(list)}`
  return frame(data, { title: first ? "" : words, sheets: first ? ["list", "lesson"] : ["list"] }, main)
}
