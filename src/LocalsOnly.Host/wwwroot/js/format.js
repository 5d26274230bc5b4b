const whole = new Intl.NumberFormat('en-US');
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const minute = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

export const count = (n) => whole.format(n);

/** "1 message", "2 messages". */
export const counted = (n, noun) => `${count(n)} ${noun}${n === 1 ? '' : 's'}`;

export const rate = (n) => (n >= 100 ? count(Math.round(n)) : n.toFixed(1));

export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const dated = (format, text) => {
  const at = text ? new Date(text) : null;
  return at && !Number.isNaN(at.getTime()) ? format.format(at) : null;
};

/** A day for a person, or null when the export did not say. */
export const dateOf = (text) => dated(day, text);
export const timeOf = (text) => dated(minute, text);

const vendors = { chatgpt: 'ChatGPT', claude: 'Claude', knowledge: 'Your notes', locals: 'LocalsOnly', localsonly: 'LocalsOnly' };

export const vendor = (source) => vendors[source?.toLowerCase()] ?? (source || 'Unknown source');

/** What stands in a knowledge file was said by nobody. */
export const isNotes = (source) => source?.toLowerCase() === 'knowledge';

export const authorOf = (author, source) => {
  const who = author?.toLowerCase();
  if (isNotes(source)) return 'From your notes';
  if (who === 'you' || who === 'user') return 'You';
  if (who === 'assistant') return source ? vendor(source) : 'Assistant';
  return who ? who[0].toUpperCase() + who.slice(1) : 'Unknown';
};

/** "not_placed", "NotPlaced" and "not placed" are one word. */
export const words = (state) => (state ?? 'unknown').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ').toLowerCase();
