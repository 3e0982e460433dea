// The buttons above a text: one stop for the Tab key, arrows between them, and each says whether it is on.
const TABLE = ["addRow", "addColumn", "deleteRow", "deleteColumn", "deleteTable"]

const commands = {
  heading: (chain) => chain.toggleHeading({ level: 2 }),
  subheading: (chain) => chain.toggleHeading({ level: 3 }),
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  blockquote: (chain) => chain.toggleBlockquote(),
  link: null,
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  addRow: (chain) => chain.addRowAfter(),
  addColumn: (chain) => chain.addColumnAfter(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  deleteTable: (chain) => chain.deleteTable(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
}
const states = { heading: ["heading", { level: 2 }], subheading: ["heading", { level: 3 }] }
const MOMENTARY = new Set(["table", "undo", "redo", ...TABLE])

export function toolbar(editor, words, openLink) {
  const bar = document.createElement("div")
  bar.className = "tools"
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", words.toolbar)
  for (const name of Object.keys(commands)) bar.append(button(editor, name, words[name], openLink))
  bar.addEventListener("keydown", (event) => walk(bar, event))
  editor.on("transaction", () => show(editor, bar))
  show(editor, bar)
  bar.querySelector("button").tabIndex = 0
  return bar
}

function button(editor, name, label, openLink) {
  const made = document.createElement("button")
  made.type = "button"
  made.dataset.name = name
  made.textContent = label
  made.tabIndex = -1
  made.addEventListener("click", () => {
    if (name === "link") openLink()
    else commands[name](editor.chain().focus()).run()
  })
  return made
}

function show(editor, bar) {
  const inTable = editor.isActive("table")
  for (const each of bar.children) {
    const name = each.dataset.name
    each.hidden = TABLE.includes(name) ? !inTable : name === "table" && inTable
    if (!MOMENTARY.has(name)) each.setAttribute("aria-pressed", editor.isActive(...(states[name] ?? [name])))
    if (name === "undo" || name === "redo") each.setAttribute("aria-disabled", !editor.can()[name]())
  }
}

function walk(bar, event) {
  const shown = [...bar.children].filter((each) => !each.hidden)
  const at = shown.indexOf(document.activeElement)
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key]
  if (next === undefined) return
  event.preventDefault()
  for (const each of bar.children) each.tabIndex = -1
  const chosen = shown.at(next % shown.length)
  chosen.tabIndex = 0
  chosen.focus()
}
