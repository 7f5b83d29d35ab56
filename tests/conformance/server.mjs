// A running server, asked over HTTP as a client of the newer media type asks.

export class Server {
  constructor(url) {
    this.url = url;
  }

  async ask({ query, variables, operationName }) {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, variables, operationName }),
    });
    return { status: response.status, body: await response.json() };
  }
}
