let box = document.querySelector("[data-days]")
let shown = box.dataset.day
const turn = async () => {
  const now = new Date()
  const today = new Date(now - now.getTimezoneOffset() * 6e4).toISOString().slice(0, 10)
  try {
    if (today === shown) return
    const { days, cards } = await (await fetch(box.dataset.days)).json()
    if (box.matches(":focus-within")) return
    const page = new DOMParser().parseFromString(cards[days[today]], "text/html")
    const card = page.body.firstElementChild
    if (!card.isEqualNode(box)) box.replaceWith((box = card))
    shown = today
  } catch {}
}
document.onvisibilitychange = turn
turn()
