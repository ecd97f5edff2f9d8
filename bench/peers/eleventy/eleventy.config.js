// The blog, as Eleventy builds it: the pages of this repository's theme, from the same words.
import syntaxHighlight from "@11ty/eleventy-plugin-syntaxhighlight"
import { slug } from "./lib/text.js"

const pages = (items, size, base, facts) => {
  const count = Math.max(1, Math.ceil(items.length / size))
  const address = (number) => (number === 1 ? base : `${base}${number}/`)
  return Array.from({ length: count }, (_, turn) => ({
    ...facts,
    items: items.slice(turn * size, turn * size + size),
    number: turn + 1,
    url: address(turn + 1),
    newer: turn > 0 && address(turn),
    older: turn + 1 < count && address(turn + 2),
  }))
}

const grouped = (rants, names) => {
  const groups = new Map()
  for (const rant of rants) {
    for (const name of names(rant)) {
      if (!groups.has(name)) groups.set(name, [])
      groups.get(name).push(rant)
    }
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1))
}

export default (config) => {
  config.addPlugin(syntaxHighlight)
  config.addPassthroughCopy({ public: "/" })
  const newest = (api) => api.getFilteredByGlob("src/rants/*.md").reverse()
  const categories = (api) => grouped(newest(api), (rant) => rant.data.categories)
  const tags = (api) => grouped(newest(api), (rant) => rant.data.tags)
  const years = (api) => grouped(newest(api), (rant) => rant.data.years).reverse()
  config.addCollection("rants", (api) => {
    const rants = newest(api)
    rants.forEach((rant, turn) => {
      rant.data.newer = rants[turn - 1]
      rant.data.older = rants[turn + 1]
    })
    return rants
  })
  config.addCollection("homePages", (api) => pages(newest(api), 10, "/", {}))
  config.addCollection("categoryPages", (api) =>
    categories(api).flatMap(([name, rants]) => pages(rants, 20, `/category/${slug(name)}/`, { name })),
  )
  config.addCollection("tagPages", (api) =>
    tags(api).flatMap(([name, rants]) => pages(rants, 20, `/tag/${slug(name)}/`, { name })),
  )
  const shelf = ([name, rants]) => ({ name, rants, slug: slug(name) })
  config.addCollection("categoryList", (api) => categories(api).map(shelf))
  config.addCollection("tagList", (api) => tags(api).map(shelf))
  config.addCollection("yearList", (api) => years(api).map(shelf))
  return {
    dir: { input: "src", output: "_site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
  }
}
