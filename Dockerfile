# The build needs nothing but a JDK: the wrapper fetches Maven, and Maven the rest.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY mvnw pom.xml application.yml ./
COPY .mvn .mvn
COPY .git .git
COPY src src
RUN ./mvnw -B -ntp -DskipTests package \
 && java -Djarmode=tools -jar target/windhover.jar extract --layers --destination target/layers \
 && sh src/docker/natives.sh target/layers/dependencies/lib

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /app windhover && mkdir -p /app/data && chown windhover /app/data
WORKDIR /app
# from what changes least to what changes most
COPY --from=build /src/target/layers/dependencies/ ./
COPY --from=build /src/target/layers/spring-boot-loader/ ./
COPY --from=build /src/target/layers/snapshot-dependencies/ ./
COPY --from=build /src/target/layers/application/ ./
# One start and stop with this JVM: which classes are loaded and which methods are hot goes into a cache, with which each later
# start takes two thirds of the processor time.
RUN java -Xlog:aot*=error -XX:AOTCacheOutput=windhover.aot -XX:MaxRAMPercentage=75 --enable-native-access=ALL-UNNAMED \
      -jar windhover.jar --windhover.data-directory=/tmp/training --windhover.exit-when-ready=true \
 && rm -r /tmp/training && test -s windhover.aot
USER windhover
VOLUME /app/data
EXPOSE 8080 8081
# In a container the loopback address reaches nobody; without windhover.security.users others read health and meters only.
ENV WINDHOVER_LISTEN_ADDRESS=0.0.0.0
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["java", "-Xlog:aot*=error", "-XX:AOTCache=windhover.aot", "-XX:MaxRAMPercentage=75", "--enable-native-access=ALL-UNNAMED", "-jar", "windhover.jar"]
