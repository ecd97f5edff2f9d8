// The names that lesson.js has kept in this browser; a name is gone after 90 days.
const page = document.getElementById("wrote")
const list = page.querySelector("ul")
const form = page.querySelector("template")
const locale = document.documentElement.lang
const mine = navigator.language
const words = (day) =>
  day.toLocaleDateString(mine.startsWith(locale) ? mine : locale, { dateStyle: "long" })
const keep = 90 * 864e5

const entries = () =>
  Object.entries(localStorage)
    .filter(([key]) => key.startsWith("lesson /"))
    .map(([key, text]) => {
      const [on, name, path, lesson] = text.split("\n")
      return { key, on, name, path, lesson, day: new Date(on.slice(0, 16)) }
    })
    .sort((one, other) => other.on.localeCompare(one.on))

const say = (what) => {
  for (const part of page.querySelectorAll("[data-say]")) part.hidden = part.dataset.say !== what
}

const line = ({ key, name, path, lesson, day, on }) => {
  const item = form.content.cloneNode(true)
  item.querySelector("b").textContent = name
  item.querySelector("time").textContent = words(day)
  item.querySelector("time").dateTime = on.slice(0, 10)
  item.querySelector("a").textContent = lesson
  item.querySelector("a").href = `${path}#lesson`
  item.querySelector("button").dataset.key = key
  item.querySelector("button").setAttribute("aria-label", `${item.querySelector("button").textContent} ${name}`)
  return item
}

const show = () => {
  try {
    for (const { key, day } of entries()) if (!(Date.now() - day < keep)) localStorage.removeItem(key)
    const known = entries()
    list.replaceChildren(...known.map(line))
    say(known[0] ? "some" : "none")
  } catch {
    say("refused")
  }
}

const ways = {
  save() {
    const text = entries().map(({ name, lesson, path, day }) => `${name}, ${words(day)}\n${lesson}\n${location.origin}${path}#lesson\n`)
    const href = URL.createObjectURL(new Blob([text.join("\n")], { type: "text/plain;charset=utf-8" }))
    Object.assign(document.createElement("a"), { href, download: "people-i-wrote-to.txt" }).click()
  },
  forget({ dataset }) {
    if (confirm(dataset.ask)) for (const { key } of entries()) localStorage.removeItem(key)
  },
  drop: ({ dataset }) => localStorage.removeItem(dataset.key),
}
page.addEventListener("click", ({ target }) => {
  ways[target.dataset.do]?.(target)
  show()
})
addEventListener("storage", show)
show()
