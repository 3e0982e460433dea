// What Word puts on the clipboard, made plain: its lists are paragraphs with a bullet typed in front.
const LISTED = "p[class*='MsoList'], p[style*='mso-list']"
const NUMBER = /^\s*\(?[0-9a-z]{1,4}[.)]/i
const LEVELS = { H1: "h2", H5: "h4", H6: "h4" }

export function cleaned(html) {
  const page = new DOMParser().parseFromString(html, "text/html")
  for (const paragraph of [...page.querySelectorAll(LISTED)]) listed(paragraph)
  for (const heading of page.querySelectorAll("h1, h5, h6")) renamed(heading, LEVELS[heading.tagName])
  for (const code of page.querySelectorAll("script, style, svg, math, object, iframe, template, xml")) code.remove()
  return page.body.innerHTML
}

function listed(paragraph) {
  const marker = paragraph.querySelector("[style*='mso-list']")
  if (!marker) return
  const kind = NUMBER.test(marker.textContent) ? "OL" : "UL"
  marker.remove()
  const before = paragraph.previousElementSibling
  const list = before?.tagName === kind && before.dataset.word ? before : paragraph.ownerDocument.createElement(kind)
  list.dataset.word = "list"
  if (list !== before) paragraph.before(list)
  const item = paragraph.ownerDocument.createElement("li")
  item.append(paragraph)
  list.append(item)
}

function renamed(element, name) {
  const other = element.ownerDocument.createElement(name)
  other.append(...element.childNodes)
  element.replaceWith(other)
}
