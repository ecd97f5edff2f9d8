import { entries, pager } from "../lib/lists.js"
import { feedLinks, frame, title } from "../lib/page.js"
import { slug } from "../lib/text.js"

export const data = {
  pagination: { data: "collections.categoryPages", size: 1, alias: "list" },
  permalink: ({ list }) => list.url,
}

export const render = (data) => {
  const { blog, list } = data
  const base = `/category/${slug(list.name)}/`
  const words = list.name + (list.number > 1 ? `, page ${list.number}` : "")
  const main = `${title(words)}
<p class="small">This category has feeds of its own: <a href="${base}rss.xml">RSS</a>, <a href="${base}atom.xml">Atom</a>.</p>
<p class="small">What they came to: <a href="${base}lessons/">all the lessons, to read or to print</a>.</p>
${entries(list.items, 2, blog)}
${pager(list)}`
  return frame(data, { title: words, meta: feedLinks(`${blog.name}: ${list.name}`, base) }, main)
}
