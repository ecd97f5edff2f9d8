import { listHead, monthly, ways } from "../lib/lessons.js"
import { frame, title } from "../lib/page.js"

export const data = {
  pagination: { data: "collections.yearList", size: 1, alias: "shelf" },
  permalink: ({ shelf }) => `/lessons/${shelf.name}/`,
}

export const render = (data) => {
  const { blog, shelf } = data
  const words = `Lessons of ${shelf.name}`
  const description = `What the rants of ${shelf.name} came to, each with one thing to do about it.`
  const meta = listHead(shelf.rants, data, words, description)
  return frame(data, { title: words, description, meta }, `${title(words)}
${ways(blog, shelf.name)}
${monthly(shelf.rants, blog)}`)
}
