import { listHead, sheet, ways } from "../lib/lessons.js"
import { frame } from "../lib/page.js"

export const data = {
  pagination: { data: "collections.categoryList", size: 1, alias: "shelf" },
  permalink: ({ shelf }) => `/category/${shelf.slug}/lessons/`,
}

export const render = (data) => {
  const { blog, page, shelf } = data
  const words = `${shelf.name}: the lessons`
  const description = `What the rants about ${shelf.name} came to, with one thing to do about each, as a booklet to print.`
  const rants = [...shelf.rants].reverse()
  const meta = listHead(rants, data, words, description)
  const main = `<header class="title">
<p class="kicker"><a href="/category/${shelf.slug}/">${shelf.name}</a></p>
<h1>The lessons</h1>
<p class="small on-screen">Print this page, and it is a booklet: each lesson in one piece, with lines for your own plan.</p>
<p class="small on-paper">${blog.url}${page.url}</p>
</header>
<ol class="booklet h-feed" role="list">
${rants.map((rant) => sheet(rant, blog)).join("\n")}
</ol>
${ways(blog, shelf.name)}`
  return frame(data, { title: words, description, meta, sheets: ["list", "prose", "booklet"] }, main)
}
