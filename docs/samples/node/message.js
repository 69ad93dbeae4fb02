// What a record of incidents.v1 means. No Kafka here.

/** What is known of each incident: its last revision. */
export class Incidents {
  revisions = new Map()

  /**
   * Take one record in.
   * @param {string} key the incident's id
   * @param {string | undefined | null} value JSON, or nothing: a tombstone
   * @returns {string} the line to print, '' for a record that is no news
   */
  take(key, value) {
    if (value === undefined || value === null) {
      return this.revisions.delete(key) ? `${key} is gone` : ''
    }
    const incident = JSON.parse(value)
    if (incident.revision <= (this.revisions.get(key) ?? 0)) {
      return '' // delivery is at least once: this one came before
    }
    this.revisions.set(key, incident.revision)
    return line(incident)
  }
}

/** Put one revision in words. */
function line(incident) {
  const head = `${incident.id} r${incident.revision}`
  if (incident.merged_into) return `${head} became part of ${incident.merged_into}`
  if (incident.lifecycle === 'retracted') return `${head} was taken back by its sources`
  const shown = (incident.facts ?? []).map(fact => `${fact.slot} ${fact.shown}`)
  const disputed = (incident.conflicts ?? []).map(({ slot }) => `${slot} is disputed`)
  return `${head} ${[`${day(incident)} ${where(incident)}`, ...shown, ...disputed].join('; ')}`
}

/** Give the first day it may have been, as people at the base count days. */
function day({ bases = [], candidates = [], when }) {
  if (!when.from) return 'undated'
  const timeZone = [...bases, ...candidates][0]?.tz ?? 'UTC'
  return new Date(when.from).toLocaleDateString('sv-SE', { timeZone }) // YYYY-MM-DD
}

/** Name the bases; where none is named, say what it may have been. */
function where({ bases = [], candidates = [], place }) {
  const names = list => list.map(base => base.name).join(', ')
  if (bases.length) return names(bases)
  if (candidates.length) return `one of ${names(candidates)}`
  return place.words || 'somewhere'
}
