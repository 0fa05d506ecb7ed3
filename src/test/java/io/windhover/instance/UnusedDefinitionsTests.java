package io.windhover.instance;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.JacksonMixinModuleEntries;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.annotation.KafkaListenerAnnotationBeanPostProcessor;
import org.springframework.kafka.core.KafkaTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class UnusedDefinitionsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(InThisPackage.class)
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, KafkaAutoConfiguration.class));

	@Test
	void noClassIsScannedForMixinsAndNoBeanForListeners() {
		this.runner.withBean(UnusedDefinitions.class).run((context) -> {
			assertThat(AutoConfigurationPackages.has(context)).isFalse();
			assertThat(context).hasSingleBean(JacksonMixinModuleEntries.class)
				.hasSingleBean(KafkaTemplate.class)
				.doesNotHaveBean(KafkaListenerAnnotationBeanPostProcessor.class);
		});
	}

	@Test
	void springBootWouldDoBoth() {
		this.runner.run((context) -> {
			assertThat(AutoConfigurationPackages.has(context)).isTrue();
			assertThat(context).hasSingleBean(KafkaListenerAnnotationBeanPostProcessor.class);
		});
	}

	@AutoConfigurationPackage
	static class InThisPackage {

	}

}
