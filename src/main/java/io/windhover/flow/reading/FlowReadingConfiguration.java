package io.windhover.flow.reading;

import java.time.Clock;
import java.util.List;

import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.FlowReader;
import io.windhover.flow.FlowSchema;
import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.definition.TriggerDefinition;
import io.windhover.flow.reading.section.FlowLimits;
import io.windhover.flow.template.Templates;
import io.windhover.flow.template.pebble.PebbleTemplates;
import jakarta.validation.Validator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ TemplateProperties.class, FlowLimits.class, ExpectationProperties.class })
class FlowReadingConfiguration {

	@Bean
	Templates templates(Clock clock, TemplateProperties properties) {
		return new PebbleTemplates(clock, properties.environment(), properties.maxTime(),
				(int) properties.maxSize().toBytes());
	}

	@Bean
	ExpectationDefaults expectationDefaults(ExpectationProperties properties) {
		return properties.toDefaults();
	}

	@Bean
	ConfigurationBinder configurationBinder(Validator validator) {
		return new ConfigurationBinder(validator);
	}

	@Bean
	FlowReader flowReader(ObjectProvider<TaskDefinition<?>> tasks, ObjectProvider<TriggerDefinition<?>> triggers,
			Templates templates, Validator validator, FlowLimits limits) {
		List<TaskDefinition<?>> taskTypes = tasks.orderedStream().toList();
		List<TriggerDefinition<?>> triggerTypes = triggers.orderedStream().toList();
		return new YamlFlowReader(taskTypes, triggerTypes, templates, validator, limits);
	}

	@Bean
	FlowSchema flowSchema(ObjectProvider<TaskDefinition<?>> tasks, ObjectProvider<TriggerDefinition<?>> triggers) {
		// made when an editor first asks for it
		return SingletonSupplier
			.of(() -> new YamlFlowSchema(tasks.orderedStream().toList(), triggers.orderedStream().toList())
				.document())::obtain;
	}

}
