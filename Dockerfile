# signgraph in a small image.
#
#   docker build -t signgraph .
#   docker run --rm -p 127.0.0.1:4000:4000 \
#     -e SIGNGRAPH_UPSTREAM_URL=https://api.signnow.com \
#     -e SIGNGRAPH_UPSTREAM_CREDENTIALS_API_KEY_FILE=/run/secrets/api-key -v "$PWD/api-key:/run/secrets/api-key:ro" \
#     -e SIGNGRAPH_SERVER_ALLOW_UNAUTHENTICATED=true \
#     signgraph
#
# A container is reached from outside itself or not at all, so the image listens on every address. This version
# asks callers for no credentials: the last variable says that you know it, and the port is published on
# loopback above for the same reason. The embedded sandbox never listens beyond loopback; to try it in a
# container: docker run --rm --network host -e SIGNGRAPH_SERVER_LISTEN=127.0.0.1:4000 signgraph
#
# A configuration file is named with SIGNGRAPH_CONFIG rather than --config, so that the health check reads it too.

# The slim image has the C compiler that ring needs, and nothing else does.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /build

# Dependencies first, over an empty program with every target that the manifest names: this layer is kept until
# a manifest changes.
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src tests/it benches \
 && touch src/lib.rs tests/it/main.rs benches/queries.rs \
 && echo 'fn main() {}' > src/main.rs \
 && cargo build --profile dist --locked --bin signgraph

# The touch makes cargo see newer sources than the empty ones it has just built.
COPY src src
RUN touch src/lib.rs src/main.rs \
 && cargo build --profile dist --locked --bin signgraph

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /build/target/dist/signgraph /usr/local/bin/signgraph
COPY LICENSE /usr/share/doc/signgraph/LICENSE
COPY src/server/assets/LICENSES.txt /usr/share/doc/signgraph/LICENSES-of-GraphiQL.txt

# Nobody in particular, by number, so that platforms can check that it is not root.
USER 65532:65532
ENV SIGNGRAPH_SERVER_LISTEN=0.0.0.0:4000
EXPOSE 4000
HEALTHCHECK --interval=15s --timeout=6s --start-period=10s --retries=3 CMD ["signgraph", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["signgraph"]
CMD ["serve"]
