package io.windhover.repository.sqlite;

import io.windhover.instance.InstanceProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * On every instance; where nobody asks, no file is opened.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "windhover.repository.type", havingValue = "sqlite", matchIfMissing = true)
@EnableConfigurationProperties(SqliteProperties.class)
class SqliteConfiguration {

	@Bean
	SqliteDatabase sqliteDatabase(InstanceProperties instance, SqliteProperties properties) {
		return new SqliteDatabase(instance.dataDirectory().resolve("windhover.db"), properties);
	}

	@Bean
	SqliteRepository sqliteRepository(SqliteDatabase sqliteDatabase) {
		return new SqliteRepository(sqliteDatabase);
	}

}
