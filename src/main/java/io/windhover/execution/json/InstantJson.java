package io.windhover.execution.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import com.ethlo.time.ITU;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Instants as {@link Instant#toString()} writes them, without the general formatter: a
 * record has up to a dozen of them, and the formatter took most of the time to read one.
 */
final class InstantJson {

	private InstantJson() {
	}

	static JacksonModule module() {
		return new SimpleModule("instants").addSerializer(new Writer()).addDeserializer(Instant.class, new Reader());
	}

	private static final class Writer extends StdSerializer<Instant> {

		private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

		private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

		Writer() {
			super(Instant.class);
		}

		@Override
		public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
			long second = value.getEpochSecond();
			int nanos = value.getNano();
			generator.writeString((second >= FIRST && second <= LAST)
					? ITU.formatUtc(value.atOffset(ZoneOffset.UTC), digits(nanos)) : value.toString());
		}

		private static int digits(int nanos) {
			if (nanos == 0) {
				return 0;
			}
			return (nanos % 1_000_000 == 0) ? 3 : (nanos % 1_000 == 0) ? 6 : 9;
		}

	}

	private static final class Reader extends StdDeserializer<Instant> {

		Reader() {
			super(Instant.class);
		}

		@Override
		public Instant deserialize(JsonParser parser, DeserializationContext context) {
			if (parser.currentToken() == JsonToken.VALUE_STRING) {
				try {
					OffsetDateTime time = ITU.parseDateTime(parser.getString());
					return time.toInstant();
				}
				catch (DateTimeException ex) {
					// the general one takes more, or says what is wrong
				}
			}
			return InstantDeserializer.INSTANT.deserialize(parser, context);
		}

	}

}
