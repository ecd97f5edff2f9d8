// What the lists have in common.
import { cut, escape, inline, moment, slug, time } from "./text.js"

export const doThis = ({ lesson }) => `<b>Do this:</b> ${inline(lesson.do)}, by ${lesson.by}.`

export const line = (rant, level, { months }) => `<li class="h-entry">
<h${level} class="entry-title"><a class="p-name u-url" href="${rant.url}">${escape(rant.data.title)}</a></h${level}>
<p class="small"><bdi>${time(rant, months)} · ${rant.data.categories
  .map((name) => `<a class="p-category" href="/category/${slug(name)}/">${name}</a>`)
  .join("")}</bdi></p>
<p class="p-summary">${escape(cut(rant.data.summary))}</p>
<p class="entry-lesson"><b>The lesson:</b> <a href="${rant.url}#lesson">${escape(rant.data.lesson.title)}</a></p>
</li>`

export const entries = (rants, level, blog) => `<ol class="entries h-feed" role="list">
${rants.map((rant) => line(rant, level, blog)).join("\n")}
</ol>`

export const pager = ({ newer, older }) =>
  newer || older
    ? `<nav class="pager row" aria-label="Pages">
${newer ? `<a rel="prev" href="${newer}">Newer rants</a>` : ""}
${older ? `<a rel="next" href="${older}">Older rants</a>` : ""}
</nav>`
    : ""

export const years = (blog, here) => `<nav class="links row" aria-label="Years">
${blog.years.map((year) => `<a href="/${year}/"${here === year ? ' aria-current="page"' : ""}>${year}</a>`).join("\n")}
</nav>`

export const byMonth = (rants) => {
  const months = new Map()
  for (const rant of rants) {
    const month = Number(moment(rant).slice(5, 7))
    if (!months.has(month)) months.set(month, [])
    months.get(month).push(rant)
  }
  return [...months]
}

export const months = (rants, blog) =>
  byMonth(rants)
    .map(
      ([month, those]) => `<section class="flow" aria-labelledby="month-${month}">
<h2 id="month-${month}">${blog.months[month - 1]}</h2>
<ol class="rows" role="list">
${those
  .map(
    (rant) =>
      `<li><time class="small" datetime="${moment(rant)}">${Number(moment(rant).slice(8, 10))}</time><a href="${rant.url}"><bdi>${escape(rant.data.title)}</bdi></a></li>`,
  )
  .join("\n")}
</ol>
</section>`,
    )
    .join("\n")
