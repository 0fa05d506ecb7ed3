package io.windhover.topic.broker;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class NoBrokerNamedConditionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Embedded.class);

	@Test
	void embedsABrokerWhereNoneIsNamed() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(Embedded.class));
		this.runner.withPropertyValues("spring.kafka.bootstrap-servers=")
			.run((context) -> assertThat(context).hasSingleBean(Embedded.class));
	}

	@Test
	void embedsNoneWhereOneIsNamedAsTextOrAsAList() {
		this.runner.withPropertyValues("spring.kafka.bootstrap-servers=a:1,b:2")
			.run((context) -> assertThat(context).doesNotHaveBean(Embedded.class));
		this.runner.withPropertyValues("spring.kafka.bootstrap-servers[0]=a:1")
			.run((context) -> assertThat(context).doesNotHaveBean(Embedded.class));
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(NoBrokerNamedCondition.class)
	static class Embedded {

	}

}
