{# A template: what it says is in the site's language, and takes no room on the page. #}
const section = document.getElementById("conversation")
const words = section.querySelector("textarea")
const told = section.querySelector("[role=status]")

const copy = async () => {
  try {
    await navigator.clipboard.writeText(words.value)
    told.textContent = {{ _("Copied. Now paste it to somebody.")|striptags|tojson }}
  } catch {
    words.focus()
    words.select()
    told.textContent = {{ _("Your browser keeps a page from copying. The words are selected: copy them from there.")|striptags|tojson }}
  }
}

const share = async () => {
  try {
    await navigator.share({ text: words.value })
  } catch (error) {
    if (error.name !== "AbortError") await copy()
  }
}

const ways = { copy, share: navigator.share && share }
for (const button of section.querySelectorAll("[data-way]")) {
  const go = words && ways[button.dataset.way]
  if (!go) continue
  button.parentElement.hidden = false
  button.addEventListener("click", () => {
    told.textContent = ""
    go()
  })
}
