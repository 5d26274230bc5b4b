// Asks a persona through the official OpenAI client and prints what came back as one line of JSON.
// usage: node chat.mjs BASE_URL MODEL QUESTION
import OpenAI from 'openai';

const [baseURL, model, question] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: 'unused', maxRetries: 0 });
const messages = [{ role: 'user', content: question }];

const whole = await client.chat.completions.create({ model, messages });

// The strict helper: it throws on chunks that break OpenAI's rules.
let streamed = '';
const stream = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } });
stream.on('content', (delta) => { streamed += delta; });
const final = await stream.finalChatCompletion();

const models = [];
for await (const entry of client.models.list()) models.push(entry.id);

let refusal = null;
try {
  await client.chat.completions.create({ model: 'nobody', messages });
} catch (error) {
  refusal = { status: error.status, message: error.message };
}

console.log(JSON.stringify({
  text: whole.choices[0].message.content,
  annotations: whole.choices[0].message.annotations,
  streamed,
  final: final.choices[0].message.content,
  finish: final.choices[0].finish_reason,
  usage: final.usage,
  models,
  refusal,
}));
