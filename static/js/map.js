// What is joined to the term that is pointed at, or has the focus, stands out in the drawing.

function light(event) {
  const node = event.target instanceof Element && event.target.closest("[data-node]");
  const drawing = node && node.closest(".drawing");
  for (const lit of document.querySelectorAll(".drawing.lit, .drawing .lit")) lit.classList.remove("lit");
  if (!drawing) return;
  const joined = [...drawing.querySelectorAll("[data-ends]")].filter((path) =>
    path.dataset.ends.split(" ").includes(node.dataset.node),
  );
  if (joined.length === 0) return;
  drawing.classList.add("lit");
  for (const path of joined) path.classList.add("lit");
}

document.addEventListener("pointerover", light);
document.addEventListener("focusin", light);
