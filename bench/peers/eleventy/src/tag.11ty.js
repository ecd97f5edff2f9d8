import { entries, pager } from "../lib/lists.js"
import { frame, title } from "../lib/page.js"

export const data = {
  pagination: { data: "collections.tagPages", size: 1, alias: "list" },
  permalink: ({ list }) => list.url,
}

export const render = (data) => {
  const { blog, list } = data
  const words = `Tagged ${list.name}${list.number > 1 ? `, page ${list.number}` : ""}`
  return frame(data, { title: words }, `${title(words)}
${entries(list.items, 2, blog)}
${pager(list)}`)
}
