/** Builds an element. Text is always set as text, so nothing a model or an export says can become markup. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'class') node.className = value;
    else if (name === 'text') node.textContent = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An icon of one path, drawn in the current colour. */
export function icon(path) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

export const byId = (id) => document.getElementById(id);

/** True where the panel covers the whole screen. */
export const isPhone = () => matchMedia('(max-width: 760px)').matches;

/** The width from which a pointer and a keyboard are likelier than thumbs. */
export const hasKeyboard = () => matchMedia('(hover: hover) and (pointer: fine)').matches;
