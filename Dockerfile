# An image of terrace.jar. It needs nothing but this checkout: docker compose up --build
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -Dunit.tests.skip -pl cache-cli -am package

# A full JDK: the disk tier reaches into the compiler's module.
FROM eclipse-temurin:17-jdk
RUN useradd --system --uid 10001 --no-create-home terrace \
    && mkdir -p /var/lib/terrace /var/log/terrace \
    && chown terrace /var/lib/terrace /var/log/terrace
COPY --from=build /src/cache-cli/target/terrace.jar /opt/terrace/terrace.jar
COPY packaging/container/terrace.yaml /etc/terrace/terrace.yaml
ENV CACHE_CONFIG_FILE=/etc/terrace/terrace.yaml
ENV CACHE_DISK_DIRECTORY=/var/lib/terrace/cache
ENV TERRACE_LOG_FOLDER=/var/log/terrace
ENV TERRACE_HOST=0.0.0.0
USER 10001
WORKDIR /var/lib/terrace
VOLUME ["/var/lib/terrace", "/var/log/terrace"]
EXPOSE 8070
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=3 \
    CMD ["java", "-XX:TieredStopAtLevel=1", "-jar", "/opt/terrace/terrace.jar", "health"]
ENTRYPOINT ["java", "-jar", "/opt/terrace/terrace.jar"]
CMD ["serve"]
