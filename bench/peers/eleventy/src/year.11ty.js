import { months, years } from "../lib/lists.js"
import { frame, title } from "../lib/page.js"

export const data = {
  pagination: { data: "collections.yearList", size: 1, alias: "shelf" },
  permalink: ({ shelf }) => `/${shelf.name}/`,
}

export const render = (data) => {
  const { blog, shelf } = data
  const words = `Rants of ${shelf.name}`
  return frame(data, { title: words }, `${title(words)}
<div class="flow">
${years(blog, shelf.name)}
${months(shelf.rants, blog)}
</div>`)
}
