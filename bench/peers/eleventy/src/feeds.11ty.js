import { formats, lessonEntry, rantEntry } from "../lib/feeds.js"

export const data = {
  pagination: {
    data: "blog.categories",
    size: 1,
    alias: "feed",
    before: (categories, { collections, blog }) =>
      ["rss", "atom"].flatMap((format) => [
        { format, base: "/", title: blog.name, entry: rantEntry },
        { format, base: "/lessons/", title: `${blog.name}: the lessons`, entry: lessonEntry },
        ...categories.map(({ name, slug }, turn) => ({
          format, base: `/category/${slug}/`, title: `${blog.name}: ${name}`, entry: rantEntry, turn,
        })),
      ]),
  },
  eleventyImport: { collections: ["rants", "categoryList"] },
  permalink: ({ feed }) => `${feed.base}${feed.format}.xml`,
}

export const render = ({ feed, collections, blog }) => {
  const shelf = collections.categoryList[feed.turn]
  return formats[feed.format]({ ...feed, rants: shelf ? shelf.rants : collections.rants }, blog)
}
