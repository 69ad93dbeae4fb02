// Prints a line for every incident of basewatch, and one more for each new revision of it.
//
//   npm install                 (Node 22.22 or newer)
//   node incidents.js kafka.example.org:9092 [incidents.v1 [newsroom]]     newsroom: how your groups' names begin
//
// It reads the whole topic at each start and keeps what it saw in memory: the topic is compacted,
// so that is the present picture and little more. Its group is its own, and it commits nothing.

import { randomUUID } from 'node:crypto'
import { Consumer, MessagesStreamModes, stringDeserializers } from '@platformatic/kafka'
import { Incidents } from './message.js'

const [servers, topic = 'incidents.v1', team = 'incidents-sample'] = process.argv.slice(2)

const consumer = new Consumer({
  clientId: 'incidents-sample',
  groupId: `${team}.${randomUUID()}`,
  bootstrapBrokers: servers.split(','),
  deserializers: stringDeserializers
})
const stream = await consumer.consume({
  topics: [topic],
  mode: MessagesStreamModes.EARLIEST,
  autocommit: false
})
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => consumer.close(true).then(() => process.exit(0)))
}

const incidents = new Incidents()
for await (const { key, value } of stream) {
  const text = incidents.take(key, value)
  if (text) console.log(text)
}
