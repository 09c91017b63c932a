// The words of every check and refusal of a draw, in the language of the page.
import messages from "../../../src/huizhi/draw/messages.json";

export const languageOf = () => (document.documentElement.lang.toLowerCase().startsWith("en") ? "en" : "zh");

// {text, advice} of a code; the code itself where the table has no words for it.
export function wordsOf(code, language = languageOf()) {
  const message = Object.prototype.hasOwnProperty.call(messages, code) ? messages[code] : {};
  return { text: message[language] || code, advice: message[`do_${language}`] || "" };
}
