# The jobs in a container: see docs/jobs.md.
#
#     docker build -t crash-filters .
#     docker run --rm crash-filters check
#     docker run --rm crash-filters missing-symbols-job --help
#
# What the image holds follows from the sources, the date below, and the
# packages of Debian on the day it is built. To pin these, too, pass a digest:
# --build-arg BASE=debian@sha256:...
ARG BASE=debian:12-slim

# The tests run in this stage: docker build --target build -t build . &&
# docker run --rm build scripts/check
FROM ${BASE} AS build
RUN apt-get -qq update && \
	DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
		install gcc libc6-dev libcurl4-openssl-dev libjansson-dev \
		libssl-dev libstemmer-dev make && \
	rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# Without debug information the same sources give the same bytes.
RUN make -s clean && \
	make -s -j 2 CFLAGS=-O2 && \
	make -s install DESTDIR=/out PREFIX=/usr/local

FROM ${BASE}
# In seconds since 1970; useradd obeys it.
ARG SOURCE_DATE_EPOCH=1795305600
RUN apt-get -qq update && \
	DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
		install awscli ca-certificates curl git gzip jq libcurl4 \
		libjansson4 libssl3 libstemmer0d util-linux && \
	groupadd --gid 10001 app && \
	useradd --uid 10001 --gid 10001 --create-home --home-dir /app \
		--shell /usr/sbin/nologin app && \
	rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/cache/debconf/* \
		/var/cache/ldconfig/aux-cache /var/lib/dpkg/*-old /var/log/* \
		/etc/passwd- /etc/group- /etc/shadow- /etc/gshadow-
COPY --from=build /out/usr/local /usr/local
USER 10001:10001
WORKDIR /app
ENV HOME=/app PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["/usr/local/lib/crash-filters/entrypoint"]
CMD ["--help"]
