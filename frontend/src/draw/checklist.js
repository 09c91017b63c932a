// Shows checks as a list: one item per check, in the page's language, announced when it is complete.

export function messageOf(code, language) {
  const source = document.getElementById("draw-messages");
  const table = messageOf.table || (messageOf.table = JSON.parse(source ? source.textContent : "{}"));
  const message = Object.prototype.hasOwnProperty.call(table, code) ? table[code] : code;
  if (typeof message === "string") return { text: message, todo: "" };
  return { text: message[language] || message.zh || code, todo: message[`do_${language}`] || message.do_zh || "" };
}

const languageOf = () => ((document.documentElement.lang || "zh").toLowerCase().indexOf("en") === 0 ? "en" : "zh");

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function part(place, selector, name, className) {
  const found = place.querySelector(selector);
  if (found) return found;
  const made = element(name, className);
  return place.appendChild(made);
}

function itemOf(check, language) {
  const item = element("li", `check ${check.ok ? "check-ok" : "check-bad"}`);
  const { text, todo } = messageOf(check.code, language);
  item.dataset.code = check.code;
  item.appendChild(element("span", "check-mark", check.ok ? "✓ " : "✗ "));
  item.appendChild(element("span", "check-text", text));
  if (!check.ok && todo) item.appendChild(element("span", "check-todo", ` ${todo}`));
  if (check.detail) item.appendChild(element("code", "check-hash", check.detail));
  return item;
}

// Runs `work(onProgress)` -> checks and fills `place` with a verdict and the list; never throws.
export async function show(place, work) {
  const language = languageOf();
  const verdict = part(place, ".draw-verdict", "p", "draw-verdict");
  verdict.setAttribute("role", "status");
  const list = part(place, "ul.draw-checks", "ul", "draw-checks");
  list.setAttribute("aria-live", "polite");
  list.textContent = "";
  const running = messageOf("verify_running", language).text;
  verdict.className = "draw-verdict";
  verdict.textContent = `${running}…`;
  place.dataset.drawState = "running";
  try {
    const checks = await work(({ step, done, total }) => {
      verdict.textContent = `${running}… ${messageOf(step, language).text} ${Math.floor((100 * done) / (total || 1))}%`;
    });
    checks.forEach((check) => list.appendChild(itemOf(check, language)));
    const ok = checks.every((check) => check.ok);
    verdict.textContent = messageOf(ok ? "verify_passed" : "verify_failed", language).text;
    verdict.classList.add("check", ok ? "check-ok" : "check-bad");
    place.dataset.drawState = ok ? "passed" : "failed";
    return checks;
  } catch (error) {
    verdict.textContent = `${messageOf("verify_broken", language).text} (${error.message})`;
    verdict.classList.add("check", "check-bad");
    place.dataset.drawState = "broken";
    return null;
  }
}
