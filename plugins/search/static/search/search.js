// What is typed is looked for in the index. This stands behind Pagefind's own script, in one file.
const box = document.getElementById("search")
const form = box.querySelector("form")
const field = form.elements.q
const said = box.querySelector("[role=status]")
const list = box.querySelector("ol")
const more = box.querySelector("button")
const line = box.querySelector("template")
const { home, index, found, none, failed } = box.dataset
const title = document.title
const engine = createInstance({ basePath: index, baseUrl: home, noWorker: true })
const step = 10
const length = 30 // words of an excerpt
const before = 5 // of them before what was found
// Signs of scripts without spaces: each is a word of the index, as text.py has it.
const signs = "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
const apart = (text) => text.replace(RegExp(signs, "g"), " $& ").trim().split(/\s+/)
const closed = (text) => text.replace(RegExp(`(${signs}) (?=${signs})`, "g"), "$1")
const isSign = (word) => RegExp(`^${signs}`).test(word)

let results = []
let turn = 0
let isTyping = false

const query = (text) => {
  const words = apart(text.replace(/[“”„«»]/g, '"'))
  return words[1] && words.every(isSign) ? `"${words.join(" ")}"` : words.join(" ")
}

const excerpt = ({ content, locations }) => {
  const words = content.split(/\s+/)
  const within = (start) => locations.filter((at) => at >= start && at < start + length).length
  const best = locations.reduce((one, other) => (within(other) > within(one) ? other : one), locations[0] ?? 0)
  const start = Math.max(0, Math.min(best - before, words.length - length))
  const nodes = start ? ["… "] : []
  words.slice(start, start + length).forEach((word, number) => {
    if (number && !(isSign(word) && isSign(words[start + number - 1]))) nodes.push(" ")
    if (!locations.includes(start + number)) return nodes.push(word)
    nodes.push(Object.assign(document.createElement("mark"), { textContent: word }))
  })
  return start + length < words.length ? [...nodes, " …"] : nodes
}

const entry = ({ raw_url: url, meta, ...data }) => {
  const item = line.content.cloneNode(true).firstChild
  const [link, lesson] = item.querySelectorAll("a")
  const [small, text, last] = item.querySelectorAll("p")
  item.dir = "auto"
  if (meta.lang) item.lang = meta.lang
  link.href = home + url
  link.textContent = closed(meta.title)
  small.textContent = [meta.date, meta.category].filter(Boolean).map(closed).join(" · ")
  text.append(...excerpt(data))
  if (meta.lesson) {
    lesson.href = `${home}${url}#lesson`
    lesson.textContent = closed(meta.lesson)
  } else last.remove()
  return item
}

const show = async (mine) => {
  const start = list.children.length
  const entries = await Promise.all(results.slice(start, start + step).map((result) => result.data()))
  if (mine !== turn) return
  list.append(...entries.map(entry))
  list.hidden = !list.children.length
  more.hidden = list.children.length >= results.length
}

const search = async (text) => {
  const mine = ++turn
  const words = text.trim()
  try {
    const answer = words ? await engine.search(query(words)) : { results: [] }
    if (mine !== turn) return
    results = answer.results
    list.replaceChildren()
    await show(mine)
    if (mine !== turn) return
    said.textContent = words && (results[0] ? found.replace("{}", results.length) : none.replace("{}", () => words))
  } catch {
    if (mine === turn) said.textContent = failed
  }
  document.title = words ? `${words} · ${title}` : title
}

const asked = () => new URLSearchParams(location.search).get("q") ?? ""

// What is typed without a pause for a result is one step back, not as many as it has letters.
const note = () => {
  const address = new URL(location)
  if (field.value.trim()) address.searchParams.set("q", field.value.trim())
  else address.searchParams.delete("q")
  if (address.href !== location.href) history[isTyping ? "replaceState" : "pushState"](null, "", address)
  isTyping = true
}

const read = () => {
  isTyping = false
  field.value = asked()
  return search(field.value)
}

let wait
field.addEventListener("input", () => {
  clearTimeout(wait)
  wait = setTimeout(() => {
    note()
    search(field.value)
  }, 150)
})
form.addEventListener("submit", async (event) => {
  event.preventDefault()
  clearTimeout(wait)
  note()
  isTyping = false
  await search(field.value)
  list.querySelector("a")?.focus()
})
more.addEventListener("click", async () => {
  const start = list.children.length
  await show(turn)
  list.children[start]?.querySelector("a").focus()
})
box.addEventListener("keydown", (event) => {
  const stops = [field, ...list.querySelectorAll("h2 a")]
  const at = stops.indexOf(event.target)
  const next = stops[at + { ArrowDown: 1, ArrowUp: -1 }[event.key]]
  if (event.key === "Escape") {
    clearTimeout(wait)
    field.value = ""
    field.focus()
    note()
    search("")
  } else if (at >= 0 && next && !event.isComposing) next.focus()
  else return
  event.preventDefault()
})
addEventListener("popstate", read)
box.querySelector("[data-off]").hidden = true
form.hidden = false
if (!asked()) field.focus()
read()
