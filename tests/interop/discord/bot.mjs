// A bot made with discord.js that does as the tests' person asks, and prints what it saw as one line of JSON when it is told "bye".
// usage: node bot.mjs API_URL TOKEN
import {
  ActionRowBuilder, ButtonBuilder, ButtonStyle, Client, Events, GatewayIntentBits, ModalBuilder, Partials, SlashCommandBuilder, StringSelectMenuBuilder, TextInputBuilder, TextInputStyle,
  WebhookClient,
} from 'discord.js';

const [api, token] = process.argv.slice(2);
const rest = { api, version: '10', cdn: api, mediaProxy: api, offset: 0, globalRequestsPerSecond: Infinity };
const client = new Client({
  intents: [
    GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.GuildMessageReactions, GatewayIntentBits.GuildMessageTyping, GatewayIntentBits.DirectMessages,
    GatewayIntentBits.MessageContent,
  ],
  partials: [Partials.Channel],
  presence: { status: 'idle', activities: [{ name: 'the tide', type: 3 }] },
  waitGuildTimeout: 600,
  rest,
});
const report = { ready: 0, resumed: 0, messages: [], edits: [], deletes: [], typing: [], reactions: [], interactions: [], threads: [], errors: [] };
const row = (...components) => new ActionRowBuilder().addComponents(...components);
const button = (id) => new ButtonBuilder().setCustomId(id).setLabel('Press me').setStyle(ButtonStyle.Primary);
const guarded = (handle) => async (...args) => {
  try {
    await handle(...args);
  } catch (error) {
    report.errors.push(String(error.stack ?? error));
  }
};

const commands = [
  new SlashCommandBuilder().setName('ask').setDescription('Asks something')
    .addStringOption((o) => o.setName('question').setDescription('What').setRequired(true))
    .addStringOption((o) => o.setName('topic').setDescription('About what').setAutocomplete(true))
    .addUserOption((o) => o.setName('who').setDescription('Whom'))
    .addAttachmentOption((o) => o.setName('file').setDescription('With what')),
  new SlashCommandBuilder().setName('memory').setDescription('Remembers')
    .addSubcommand((s) => s.setName('forget').setDescription('Forgets').addIntegerOption((o) => o.setName('days').setDescription('How many').setRequired(true))),
];

const asked = {
  async hello(message) {
    await message.channel.sendTyping();
    const sent = await message.reply({ content: 'hello yourself', allowedMentions: { repliedUser: false } });
    await sent.edit('hello again');
    await message.react('👋');
  },
  async alive(message) {
    await message.channel.send('alive');
  },
  async file(message) {
    await message.channel.send({ content: 'a file', files: [{ attachment: Buffer.from('tide tables'), name: 'tides.txt' }] });
  },
  async controls(message) {
    const menu = new StringSelectMenuBuilder().setCustomId('pick').setPlaceholder('Pick one').addOptions({ label: 'One', value: '1' }, { label: 'Two', value: '2' });
    await message.channel.send({ content: 'controls', components: [row(button('form')), row(menu)], embeds: [{ title: 'A box', description: 'beside', fields: [{ name: 'n', value: 'v' }] }] });
  },
  async thread(message) {
    const thread = await message.startThread({ name: 'aside', autoArchiveDuration: 60 });
    await thread.send('in the thread');
  },
  async hook(message) {
    const made = await message.channel.createWebhook({ name: 'voices' });
    const hook = new WebhookClient({ id: made.id, token: made.token }, { rest });
    const sent = await hook.send({ content: 'as Kelly', username: 'Kelly', allowedMentions: { parse: [] } });
    await hook.editMessage(sent.id, 'as Kelly, changed');
    report.webhooks = [...(await message.channel.fetchWebhooks()).values()].map((one) => one.name);
    hook.destroy();
  },
  async read(message) {
    const found = await message.channel.messages.fetch({ limit: 3 });
    report.read = [...found.values()].map((one) => one.content);
    await (await message.author.createDM()).send('in private');
  },
  async bye() {
    console.log(JSON.stringify(report));
    await client.destroy();
  },
};

client.on(Events.ClientReady, guarded(async () => {
  report.ready++;
  report.user = client.user.username;
  report.guilds = client.guilds.cache.map((guild) => guild.name);
  report.channels = client.channels.cache.map((channel) => channel.name);
  const registered = await client.application.commands.set(commands);
  report.commands = registered.map((command) => command.name);
  const ask = registered.find((command) => command.name === 'ask');
  report.same = ask.constructor.optionsEqual(ask.options, commands[0].toJSON().options, true);
}));
client.on(Events.ShardResume, (id, replayed) => { report.resumed++; report.replayed = replayed; });
client.on(Events.ShardReady, () => { report.identified = (report.identified ?? 0) + 1; });
client.on(Events.MessageCreate, guarded(async (message) => {
  report.messages.push([message.author.username, message.content, message.channel.name ?? 'direct', message.mentions.has(client.user), message.attachments.map((file) => file.name)]);
  if (!message.author.bot) await asked[message.content]?.(message);
}));
client.on(Events.MessageUpdate, (_, message) => report.edits.push(message.content));
client.on(Events.MessageDelete, (message) => report.deletes.push(message.content));
client.on(Events.TypingStart, (typing) => report.typing.push(typing.user.username));
client.on(Events.MessageReactionAdd, (reaction, user) => report.reactions.push([reaction.emoji.name, user.id === client.user.id ? 'me' : 'other', reaction.count]));
client.on(Events.ThreadCreate, (thread) => report.threads.push([thread.name, thread.parent.name]));
client.on(Events.Error, (error) => report.errors.push(String(error)));
client.on(Events.InteractionCreate, guarded(async (interaction) => {
  report.interactions.push(interaction.type);
  if (interaction.isAutocomplete()) {
    const focused = interaction.options.getFocused(true);
    await interaction.respond([{ name: `${focused.name}: ${focused.value}…`, value: focused.value }]);
  } else if (interaction.isChatInputCommand() && interaction.commandName === 'ask') {
    const file = interaction.options.getAttachment('file');
    await interaction.deferReply();
    await interaction.editReply(`${interaction.options.getString('question')} ${interaction.options.getUser('who')?.username} ${file === null ? '' : await (await fetch(file.url)).text()}`);
    await interaction.followUp({ content: 'and more', flags: 64 });
    report.original = (await interaction.fetchReply()).content;
  } else if (interaction.isChatInputCommand()) {
    const answer = await interaction.reply({ content: `${interaction.options.getSubcommand()} ${interaction.options.getInteger('days')}`, withResponse: true });
    report.response = answer.resource.message.content;
    await interaction.deleteReply();
  } else if (interaction.isButton()) {
    await interaction.showModal(new ModalBuilder().setCustomId('sheet').setTitle('A form').addComponents(
      row(new TextInputBuilder().setCustomId('why').setLabel('Why').setStyle(TextInputStyle.Paragraph)),
    ));
  } else if (interaction.isStringSelectMenu()) {
    await interaction.update({ content: `picked ${interaction.values}`, components: [] });
  } else if (interaction.isModalSubmit()) {
    await interaction.reply({ content: `because ${interaction.fields.getTextInputValue('why')}`, flags: 64 });
  }
}));

await client.login(token);
