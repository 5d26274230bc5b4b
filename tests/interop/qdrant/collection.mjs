// Makes a collection, fills it, asks it and empties it again through the official Qdrant client, and prints what came back as one line of JSON.
// usage: node collection.mjs BASE_URL COLLECTION [API_KEY]
import { QdrantClient } from '@qdrant/js-client-rest';

const [url, name, apiKey] = process.argv.slice(2);
const client = new QdrantClient({ url, apiKey, checkCompatibility: false });
const id = (n) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
const brief = (points) => points.map(({ id, score, payload }) => ({ id, score: Number(score.toFixed(4)), payload: payload ?? null }));
const refused = async (call) => {
  try {
    await call();
    return null;
  } catch (error) {
    return { status: error.status, text: error.data?.status?.error };
  }
};

const before = (await client.collectionExists(name)).exists;
const created = await client.createCollection(name, {
  vectors: { dense: { size: 2, distance: 'Cosine', on_disk: true } },
  sparse_vectors: { bm25: { modifier: 'idf' } },
  quantization_config: { scalar: { type: 'int8', quantile: 0.99, always_ram: true } },
  on_disk_payload: true,
  metadata: { embedding: 'two' },
});
const again = await refused(() => client.createCollection(name, { vectors: {} }));
for (const [field_name, field_schema] of [['owner', { type: 'keyword', is_tenant: true }], ['persona', 'keyword'], ['at', 'datetime']]) {
  await client.createPayloadIndex(name, { field_name, field_schema, wait: true });
}

const point = (n, dense, indices, payload) => ({ id: id(n), vector: { dense, bm25: { indices, values: indices.map(() => 1.5) } }, payload });
const upserted = await client.upsert(name, {
  wait: true,
  points: [
    point(1, [1, 0], [7, 8], { owner: 'me', at: '2025-01-01T00:00:00Z' }),
    point(2, [0.8, 0.6], [7], { owner: 'me', persona: 'kelly', at: '2025-02-01T00:00:00Z' }),
    point(3, [0, 1], [9], { owner: 'me', persona: null }),
    point(4, [1, 0.1], [7, 8, 9], { owner: 'you', persona: [] }),
  ],
});
const info = await client.getCollection(name);
const mine = { key: 'owner', match: { value: 'me' } };
const count = async (filter) => (await client.count(name, { filter, exact: true })).count;
const counts = {
  all: await count({}),
  mine: await count({ must: [mine] }),
  either: await count({ must: [{ key: 'owner', match: { any: ['me', 'you'] } }] }),
  shared: await count({ must: [{ is_empty: { key: 'persona' } }] }),
  none: await count({ must: [{ is_null: { key: 'persona' } }] }),
  sharedOrKelly: await count({ must: [mine, { should: [{ is_empty: { key: 'persona' } }, { key: 'persona', match: { value: 'kelly' } }] }] }),
  notMine: await count({ must_not: [mine] }),
  february: await count({ must: [{ key: 'at', range: { gte: '2025-02-01T00:00:00Z' } }] }),
};

const filter = { must: [mine] };
const words = { indices: [7, 8], values: [1, 1] };
const sparse = await client.query(name, { query: words, using: 'bm25', filter, limit: 5, with_payload: ['owner'] });
const dense = await client.query(name, { query: [1, 0], using: 'dense', filter, params: { quantization: { rescore: true } }, limit: 2 });
const prefetch = [
  { query: words, using: 'bm25', filter, limit: 100 },
  { query: [0, 1], using: 'dense', filter, limit: 100 },
];
// Without ties: which of two equal scores comes first is nobody's promise.
const fused = await client.query(name, { prefetch, query: { rrf: { k: 61 } }, limit: 5 });
const byDefault = await client.query(name, { prefetch, query: { fusion: 'rrf' }, limit: 1 });
const page = await client.scroll(name, { filter, limit: 2, with_payload: true });
const rest = await client.scroll(name, { filter, limit: 2, with_payload: false, offset: page.next_page_offset });

const errors = {
  again,
  missing: await refused(() => client.count(`${name}-nowhere`, {})),
  size: await refused(() => client.upsert(name, { wait: true, points: [{ id: id(9), vector: { dense: [1, 2, 3] } }] })),
  vector: await refused(() => client.query(name, { query: [1, 0], using: 'other', limit: 1 })),
  unmerged: await refused(() => client.query(name, { prefetch, limit: 1 })),
};
await client.delete(name, { wait: true, filter: { must: [mine] } });
const left = await count({});
const deleted = await client.deleteCollection(name);

console.log(JSON.stringify({
  before,
  created,
  upserted: upserted.status,
  vectors: info.config.params.vectors.dense.size,
  modifier: info.config.params.sparse_vectors.bm25.modifier,
  metadata: info.config.metadata,
  schema: Object.fromEntries(Object.entries(info.payload_schema).sort().map(([field, index]) => [field, index.data_type])),
  counts,
  sparse: brief(sparse.points),
  dense: brief(dense.points),
  fused: brief(fused.points),
  byDefault: brief(byDefault.points),
  page: page.points.map((found) => [found.id, found.payload.owner]),
  next: page.next_page_offset,
  rest: rest.points.map((found) => found.id),
  end: rest.next_page_offset,
  errors,
  left,
  deleted,
}));
