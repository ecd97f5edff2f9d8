import { frame } from "../../lib/page.js"
import { box, conversation } from "../../lib/rant.js"
import { block, cut, escape, inline, minutes, moment, plain, slug, time } from "../../lib/text.js"

export const render = (data) => {
  const { blog, page, lesson, content, title, tags, categories, summary } = data
  const url = blog.url + page.url
  const date = moment(page)
  const post = {
    "@context": "https://schema.org", "@type": "BlogPosting", headline: title, description: cut(summary),
    datePublished: date, dateModified: date, inLanguage: "en", mainEntityOfPage: url,
    author: { "@type": "Person", name: blog.author }, articleSection: categories[0], keywords: tags,
    hasPart: {
      "@type": "LearningResource", "@id": `${url}#lesson`, name: lesson.title,
      text: plain(block(lesson.body)), teaches: plain(inline(lesson.do)),
    },
  }
  const meta = `<meta property="article:published_time" content="${date}">
<meta property="article:section" content="${categories[0]}">
${tags.map((tag) => `<meta property="article:tag" content="${escape(tag)}">`).join("\n")}
<script type="application/ld+json">${JSON.stringify(post).replaceAll("<", "\\u003c")}</script>`
  const code = content.includes("<span class=") ? ["code"] : []
  const { older, newer } = data
  const main = `<article class="h-entry">
<header class="title">
<p class="kicker"><a class="p-category" href="/category/${slug(categories[0])}/">${categories[0]}</a></p>
<h1 class="p-name">${escape(title)}</h1>
<p class="small"><bdi>${time(page, blog.months)} · a ${minutes(content)}-minute rant by <a class="p-author h-card" href="/about/">${blog.author}</a></bdi></p>
<data class="u-url" value="${page.url}"></data>
<data class="p-summary" value="${escape(cut(summary))}"></data>
</header>
<div class="e-content prose flow">
${content}
<p class="end-rant">End rant.</p>
${box(data, url, blog)}
</div>
<p class="sign-off">${blog.sign_off}<br>${blog.author}</p>
<ul class="row small" role="list" aria-label="Tags">
${tags.map((tag) => `<li><a class="p-category" rel="tag" href="/tag/${slug(tag)}/">${escape(tag)}</a></li>`).join("\n")}
</ul>
${conversation(data, page, url, blog)}
</article>
<nav class="pager row" aria-label="Rants before and after">
${older ? `<a rel="prev" href="${older.url}"><span class="small">The rant before</span><br><bdi>${escape(older.data.title)}</bdi></a>` : ""}
${newer ? `<a rel="next" href="${newer.url}"><span class="small">The rant after</span><br><bdi>${escape(newer.data.title)}</bdi></a>` : ""}
</nav>`
  const script = `<script type="module" src="/assets/lesson.js"></script>
<script type="module">
${blog.conversation_script}
</script>`
  const sheets = ["prose", ...code, "lesson", "conversation"]
  return frame(data, { title, description: summary, type: "article", meta, sheets, script }, main)
}
