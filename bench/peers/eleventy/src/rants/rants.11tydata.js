export default {
  layout: "rant.11ty.js",
  eleventyComputed: { permalink: (data) => `/rants/${data.slug}/` },
}
