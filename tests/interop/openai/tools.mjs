// Lets a model call a tool through the official OpenAI client's strict streaming helper, and prints what came back as one line of JSON.
// usage: node tools.mjs BASE_URL
import OpenAI from 'openai';

const [baseURL] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: 'unused', maxRetries: 0 });
const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } } }];
const messages = [{ role: 'user', content: 'Weather in Oslo?' }];

// The strict helper: it throws on chunks that break OpenAI's rules.
const first = await client.chat.completions.stream({ model: 'auto', messages, tools }).finalChatCompletion();
const call = first.choices[0].message.tool_calls[0];
messages.push(first.choices[0].message);
messages.push({ role: 'tool', tool_call_id: call.id, content: `rain in ${JSON.parse(call.function.arguments).city}` });
const second = await client.chat.completions.stream({ model: 'auto', messages, tools, stream_options: { include_usage: true } }).finalChatCompletion();

const broken = { text: '', message: '' };
try {
  const stream = await client.chat.completions.create({ model: 'auto', stream: true, messages: [{ role: 'user', content: 'break' }] });
  for await (const chunk of stream) broken.text += chunk.choices[0]?.delta?.content ?? '';
} catch (error) {
  broken.message = error.message;
}

console.log(JSON.stringify({
  firstFinish: first.choices[0].finish_reason,
  arguments: call.function.arguments,
  answer: second.choices[0].message.content,
  usage: second.usage,
  broken,
}));
