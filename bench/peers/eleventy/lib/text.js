// Words on their way into HTML.
import markdownIt from "markdown-it"

const markdown = markdownIt()
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }
const NUMBERS = ["one", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
const OFFSET = { timeZone: "Europe/London", hour: "2-digit", hourCycle: "h23", day: "numeric" }
const clock = new Intl.DateTimeFormat("en-GB", OFFSET)

export const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => SIGNS[sign])
export const block = (text) => markdown.render(text)
export const inline = (text) => markdown.renderInline(text)
export const plain = (html) => html.replace(/<[^>]*>/g, "").trim()
export const encode = (text) => encodeURIComponent(text)
export const slug = (name) => name.toLowerCase().replace(/[^\w]+/g, "-")
export const cut = (text) => (text.length > 160 ? `${text.slice(0, 159)}…` : text)
export const minutes = (html) => NUMBERS[Math.round(plain(html).split(/\s+/).length / 230) || 1] ?? "long"

// The front matter's own moment, with its offset: what Eleventy makes of it has none.
export const moment = (rant) => {
  const here = clock.formatToParts(rant.date)
  const hour = Number(here.find((part) => part.type === "hour").value)
  const ahead = (hour - rant.date.getUTCHours() + 24) % 24
  const local = new Date(rant.date.getTime() + ahead * 3600000)
  return `${local.toISOString().slice(0, 19)}+0${ahead}:00`
}
export const day = (rant, months) => {
  const [year, month, number] = moment(rant).slice(0, 10).split("-").map(Number)
  return `${number} ${months[month - 1]} ${year}`
}
export const time = (rant, months) =>
  `<time class="dt-published" datetime="${moment(rant)}">${day(rant, months)}</time>`
