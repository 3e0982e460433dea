// Turns the text areas of rich text into the editor. What it allows and what it says come from the server.
import * as prose from "django-prose-editor/editor"
import { cleaned } from "brink/word"
import { linkRow } from "brink/link"
import { toolbar } from "brink/toolbar"

function begin(root) {
  for (const area of root.querySelectorAll("textarea[data-rich-text]"))
    if (!area.id.includes("__prefix__") && !area.hidden) edit(area)
}

function edit(area) {
  // on the site a text area holds lines for who has no script; the layout stands beside them
  if ("html" in area.dataset && area.value === area.defaultValue) area.value = area.dataset.html
  const { extensions, words } = JSON.parse(area.dataset.richText)
  const box = document.createElement("div")
  box.className = "rich-text"
  area.before(box)
  const editor = new prose.Editor({
    element: box,
    injectCSS: false,
    extensions: Object.entries(extensions).map(([name, options]) => configured(name, options)),
    content: area.value,
    editorProps: { attributes: described(area), transformPastedHTML: cleaned },
    onUpdate: () => {
      area.value = editor.isEmpty ? "" : editor.getHTML()
      area.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  const row = linkRow(editor, words, `${area.id}_link`)
  box.prepend(toolbar(editor, words, row.open), row)
  box.append(area)
  area.hidden = true
  for (const label of area.labels) label.addEventListener("click", () => editor.commands.focus())
}

function configured(name, options) {
  return typeof options === "object" ? prose[name].configure(options) : prose[name]
}

function described(area) {
  const attributes = { "aria-label": area.labels[0]?.textContent.replace(/:\s*$/, "").trim() || area.dataset.label }
  attributes["aria-multiline"] = "true"
  for (const name of ["aria-describedby", "aria-invalid"])
    if (area.hasAttribute(name)) attributes[name] = area.getAttribute(name)
  return attributes
}

begin(document)
document.addEventListener("formset:added", (event) => begin(event.target))
