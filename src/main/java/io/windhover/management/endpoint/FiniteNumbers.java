package io.windhover.management.endpoint;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Has every endpoint answer null for what is no number, where Jackson would write a text,
 * {@code "NaN"}.
 */
@Component
class FiniteNumbers implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof EndpointJsonMapper endpoints) {
			JsonMapper mapper = endpoints.get()
				.rebuild()
				.addModule(new SimpleModule().addSerializer(Double.class, new Finite())
					.addSerializer(double.class, new Finite()))
				.build();
			return (EndpointJsonMapper) () -> mapper;
		}
		return bean;
	}

	private static final class Finite extends StdSerializer<Double> {

		Finite() {
			super(Double.class);
		}

		@Override
		public void serialize(Double value, JsonGenerator generator, SerializationContext context) {
			if (Double.isFinite(value)) {
				generator.writeNumber(value);
			}
			else {
				generator.writeNull();
			}
		}

	}

}
