// A click in a picture says what stays in sight; the two numbers beside it say the same and work without this.
"use strict"
for (const picture of document.querySelectorAll("img[data-focus]")) {
  const inputs = ["_0", "_1"].map((end) => document.getElementById(picture.dataset.focus + end))
  if (!inputs[0]) continue
  const point = document.createElement("span")
  point.className = "point"
  picture.after(point)
  const show = () => [point.style.left, point.style.top] = inputs.map((input) => `${input.value || 50}%`)
  picture.addEventListener("click", (event) => {
    inputs[0].value = Math.round((100 * event.offsetX) / picture.clientWidth)
    inputs[1].value = Math.round((100 * event.offsetY) / picture.clientHeight)
    show()
  })
  for (const input of inputs) input.addEventListener("input", show)
  show()
}
