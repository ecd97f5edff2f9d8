// What is no page: the JSON feed, the lessons as data and as a calendar, the sitemap, robots.txt.
import { rantEntry } from "../lib/feeds.js"
import { block, escape, inline, moment, plain } from "../lib/text.js"

const feed = ({ blog, collections }) =>
  JSON.stringify({
    version: "https://jsonfeed.org/version/1.1", title: blog.name, home_page_url: `${blog.url}/`,
    items: collections.rants.slice(0, 20).map((rant) => ({
      id: `tag:endrant.example,2026:${rant.data.id}`, url: blog.url + rant.url, title: rant.data.title,
      summary: rant.data.summary, date_published: moment(rant), tags: rant.data.tags,
      content_html: rantEntry(rant, blog.url + rant.url, blog),
    })),
  })

const lessons = ({ blog, collections }) =>
  JSON.stringify({
    title: `${blog.name}: the lessons`, home_page_url: `${blog.url}/lessons/`,
    lessons: collections.rants.map(({ url, data, date }) => ({
      id: data.id, url: blog.url + url, title: data.title, date: moment({ date }),
      category: data.categories[0], tags: data.tags, lesson: data.lesson, body: block(data.lesson.body),
    })),
  })

const calendar = ({ blog, collections }) => `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//End Rant//Lessons//EN
${collections.rants
  .slice(0, 60)
  .map(
    (rant) => `BEGIN:VEVENT
UID:${rant.data.id}@endrant.example
DTSTART;VALUE=DATE:${moment(rant).slice(0, 10).replaceAll("-", "")}
SUMMARY:${rant.data.lesson.title}
DESCRIPTION:${plain(inline(rant.data.lesson.body))}
URL:${blog.url}${rant.url}#lesson
END:VEVENT`,
  )
  .join("\n")}
END:VCALENDAR
`

const sitemap = ({ blog, collections }) => {
  const shelves = [
    ...collections.categoryList.flatMap(({ slug }) => [`/category/${slug}/`, `/category/${slug}/lessons/`]),
    ...collections.yearList.flatMap(({ name }) => [`/${name}/`, `/lessons/${name}/`]),
  ]
  const line = (url, date) => `<url><loc>${escape(blog.url + url)}</loc>${date ?? ""}</url>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${["/", "/rants/", "/lessons/", "/categories/", "/tags/", ...shelves].map((url) => line(url)).join("\n")}
${collections.rants.map((rant) => line(rant.url, `<lastmod>${moment(rant).slice(0, 10)}</lastmod>`)).join("\n")}
</urlset>
`
}

const robots = ({ blog }) => `User-agent: *\nDisallow:\n\nSitemap: ${blog.url}/sitemap.xml\n`

const FILES = {
  "/feed.json": feed, "/lessons.json": lessons, "/lessons.ics": calendar,
  "/sitemap.xml": sitemap, "/robots.txt": robots,
}

export const data = {
  files: Object.keys(FILES),
  pagination: { data: "files", size: 1, alias: "file" },
  eleventyImport: { collections: ["rants"] },
  permalink: ({ file }) => file,
}

export const render = (data) => FILES[data.file](data)
