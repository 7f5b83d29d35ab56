'use strict';

const element = document.getElementById('graphiql');

// Relative to the page, so that a proxy may serve everything below a path of its own.
const fetcher = GraphiQL.createFetcher({ url: new URL('graphql', document.baseURI).href });

ReactDOM.createRoot(element).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: element.dataset.example,
    shouldPersistHeaders: false,
  }),
);
