// Reads an AsyncAPI document with AsyncAPI's own parser; ends with 1 when there is an error or a warning in it.
//
//   NODE_PATH=<where @asyncapi/parser is> node check_asyncapi.cjs docs/asyncapi.yaml

const { readFileSync } = require('node:fs')
const { Parser } = require('@asyncapi/parser')

const WARNING = 1 // 0 is an error; hints are more than 1

async function main (file) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'), { source: file })
  const faults = diagnostics.filter(({ severity }) => severity <= WARNING)
  for (const { path, message } of faults) console.error(`${file}: ${path.join('.')}: ${message}`)
  if (!document || faults.length) process.exit(1)
  const messages = document.messages().all()
  const fields = messages.map(message => Object.keys(message.payload().properties()).length)
  console.log(`${file}: ${document.channels().all().length} channels; fields of their messages: ${fields.join(', ')}`)
}

main(process.argv[2])
