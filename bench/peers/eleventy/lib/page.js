// The frame of each page.
import { cut, escape } from "./text.js"

export const feedLinks = (title, base) => `
<link rel="alternate" type="application/rss+xml" title="${escape(title)} (RSS)" href="${base}rss.xml">
<link rel="alternate" type="application/atom+xml" title="${escape(title)} (Atom)" href="${base}atom.xml">`

const head = ({ blog, page }, { title, description, type, meta }) => `<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title ? `${escape(title)} · ` : ""}${blog.name}</title>
<meta name="description" content="${escape(cut(description ?? blog.subtitle))}">
<link rel="canonical" href="${blog.url}${page.url}">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#fbfaf6" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#161518" media="(prefers-color-scheme: dark)">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${blog.social.map(({ url }) => `<link rel="me" href="${url}">`).join("\n")}
<meta name="fediverse:creator" content="${blog.creator}">
<meta property="og:title" content="${escape(title || blog.name)}">
<meta property="og:type" content="${type ?? "website"}">
<meta property="og:url" content="${blog.url}${page.url}">
<meta property="og:description" content="${escape(cut(description ?? blog.subtitle))}">
<meta property="og:site_name" content="${blog.name}">
${meta ?? ""}${feedLinks(blog.name, "/")}
<link rel="alternate" type="application/feed+json" title="${blog.name} (JSON)" href="/feed.json">${feedLinks(`${blog.name}: the lessons`, "/lessons/")}`

const masthead = ({ blog, page }) => `<header class="masthead row">
<a class="name" href="/"${page.url === "/" ? ' aria-current="page"' : ""}>${blog.name}</a>
<nav class="links row" aria-label="Site">
${blog.menu
  .map(({ name, path }) => {
    const current = page.url.startsWith(`/${path}`) ? ' aria-current="true"' : ""
    return `<a href="/${path}"${current}>${name}</a>`
  })
  .join("\n")}
</nav>
</header>`

const footer = ({ blog }) => `<footer class="foot small flow">
<p class="h-card">Written by <a class="p-name u-url u-uid" rel="author" href="/">${blog.author}</a>, a person.
<span class="p-note">${escape(blog.bio)}</span> Elsewhere: ${blog.social
  .map(({ name, url }) => `<a class="u-url" rel="me" href="${url}">${name}</a>`)
  .join(", ")}.</p>
<p>No counters, no trackers, nothing to follow but an <a href="/rss.xml">RSS feed</a>.</p>
<nav class="links row" aria-label="More">
<a href="/categories/">Categories</a><a href="/tags/">Tags</a></nav>
</footer>`

export const frame = (data, what, main) => `<!doctype html>
<html lang="en">
<head>
${head(data, what)}
<style>${["site", ...(what.sheets ?? ["list"])].map((name) => data.blog.sheets[name]).join("")}</style>
</head>
<body class="page">
<a class="skip" href="#main">Skip to the text</a>
${masthead(data)}
<main id="main">
${main}
</main>
${footer(data)}
${what.script ?? ""}
</body>
</html>
`

export const title = (words, rest = "") => `<header class="title"><h1${rest}>${escape(words)}</h1></header>`
