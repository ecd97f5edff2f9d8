// The reader's own plan, sent nowhere.
const box = document.getElementById("lesson")
const all = (what) => [...box.querySelectorAll(what)]
const [day, time, name, question] = all("input")
const [title, act, read, mail, told] = all(".lesson-title, .lesson-do, .lesson-read, [data-do=mail], [role=status]")
const path = location.pathname

const now = new Date()
const after = (days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12)
const iso = (date) => new Date(date - date.getTimezoneOffset() * 6e4).toISOString()
const mine = new Intl.Locale(navigator.language)
const { lang } = box.closest("[lang]")
const say = (date, form) => date.toLocaleString(lang.startsWith(mine.language) ? mine : lang, form)
const words = (date) => say(date, { weekday: "long" }) + ", " + say(date, { day: "numeric", month: "long" })

const { by } = act.dataset
const dated = new Date(by + "T12:00")
const late = dated < after(0)
const month = new Date(now.getFullYear(), now.getMonth() + 1, 0).getDate() - now.getDate()
const last = by?.[1] ? ((mine.getWeekInfo?.() ?? mine.weekInfo)?.firstDay ?? 1) - 1 : by
const days = { today: 0, tomorrow: 1, month }[by] ?? (last - now.getDay() + 7) % 7
const due = dated >= after(0) ? dated : after(days)

const blank = read.textContent
const [head, tail] = mail.href.split("&body=")
const [above, below = ""] = decodeURIComponent(tail).replaceAll("\r", "").split(blank)
const body = () => above + read.textContent + below
const write = () => {
  const values = {
    due: words(due),
    day: day.value && words(new Date(day.value + "T12:00")),
    time: time.value && say(new Date("2000-01-01T" + time.value), { timeStyle: "short" }),
    name: name.value,
    question: question.value,
  }
  for (const slot of all("[data-slot]")) slot.textContent = values[slot.dataset.slot] || "…"
  mail.href = head + "&body=" + encodeURIComponent(body()).replaceAll("%0A", "%0D%0A")
}

// RFC 5545
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n")
const folded = (line) => line.match(/[ -~]{1,74}|[^]{1,18}/gu).join("\r\n ") + "\r\n"
const copy = async (shown, text = shown.textContent) => {
  getSelection().selectAllChildren(shown)
  await navigator.clipboard.writeText(text)
  return "copied"
}
const ways = {
  calendar({ dataset }) {
    if (!day.reportValidity() || !time.reportValidity()) return
    const start = `${day.value}T${time.value}00`.replace(/[-:]/g, "")
    const summary = escaped(dataset.event.replace("…", () => name.value || "…"))
    const lines = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//End Rant//EN
BEGIN:VEVENT
UID:${start}${path}${summary}@${location.host}
DTSTAMP:${now.toISOString().replace(/\W|...(?=Z)/g, "")}
DTSTART:${start}
DURATION:PT20M
TRANSP:TRANSPARENT
SUMMARY:${summary}
DESCRIPTION:${escaped(body())}
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:${summary}
TRIGGER:PT0S
END:VALARM
END:VEVENT
END:VCALENDAR`.split("\n")
    const file = new Blob(lines.map(folded), { type: "text/calendar" })
    const link = { href: URL.createObjectURL(file), download: "lesson.ics" }
    Object.assign(document.createElement("a"), link).click()
  },
  say: (button) => copy(button.previousElementSibling),
  copy: () => copy(read, body()),
  print: () => print(),
  wrote() {
    if (!name.reportValidity()) return
    const entry = [iso(new Date()), name.value, path, title.textContent]
    localStorage[`lesson ${path} ${name.value}`] = entry.join("\n")
    return "kept"
  },
}
box.addEventListener("click", async ({ target }) => {
  const go = async () => ways[target.dataset.do]?.(target)
  told.textContent = told.dataset[await go().catch(() => "refused")] ?? ""
})
box.addEventListener("input", write)

const start = due < after(1) ? new Date(+now + 36e5) : after(1)
;[day.value, time.value] = iso(start).slice(0, 16).split("T")
for (const shy of all("[hidden]")) shy.hidden = shy.matches("[data-late]") && !late
write()
try {
  for (const [key, entry] of Object.entries(localStorage))
    if (key.startsWith("lesson /") && entry < iso(after(-90))) delete localStorage[key]
} catch {}
