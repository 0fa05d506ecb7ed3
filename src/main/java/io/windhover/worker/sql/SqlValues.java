package io.windhover.worker.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The values of a database as JSON has them.
 */
final class SqlValues {

	/** Digits that every reader of a JSON number keeps. */
	private static final int EXACT_DIGITS = 15;

	private SqlValues() {
	}

	/**
	 * A value as text, number, boolean, list or null.
	 * @param maxBytes that a large object may have
	 */
	static @Nullable Object plain(@Nullable Object value, long maxBytes) throws SQLException {
		if (value instanceof Number number) {
			return number(number);
		}
		if (value == null || value instanceof Boolean) {
			return value;
		}
		if (value instanceof byte[] bytes) {
			return Base64.getEncoder().encodeToString(bytes);
		}
		if (value instanceof InetAddress address) {
			return address.getHostAddress();
		}
		Object elements = (value instanceof Array array) ? array.getArray()
				: (value instanceof Collection<?> collection) ? collection.toArray() : value;
		if (elements.getClass().isArray()) {
			return list(elements, maxBytes);
		}
		Object large = large(value, maxBytes);
		return (large != null) ? large : String.valueOf(time(value));
	}

	private static Object number(Number number) {
		if (number instanceof BigDecimal decimal) {
			return decimal(decimal);
		}
		return ((number instanceof Double || number instanceof Float) && !Double.isFinite(number.doubleValue()))
				? number.toString() : number;
	}

	private static Object decimal(BigDecimal decimal) {
		BigDecimal stripped = decimal.stripTrailingZeros();
		if (stripped.precision() > EXACT_DIGITS) {
			return decimal.toPlainString();
		}
		if (stripped.scale() > 0) {
			return decimal;
		}
		BigInteger whole = stripped.toBigInteger();
		return (whole.bitLength() < Long.SIZE) ? (Object) whole.longValue() : whole;
	}

	private static Object time(Object value) {
		if (value instanceof Timestamp timestamp) {
			return time(timestamp.toLocalDateTime());
		}
		if (value instanceof Date date) {
			return date.toLocalDate();
		}
		if (value instanceof Time time) {
			return time(time.toLocalTime());
		}
		DateTimeFormatter format = (value instanceof LocalDateTime) ? DateTimeFormatter.ISO_LOCAL_DATE_TIME
				: (value instanceof LocalTime) ? DateTimeFormatter.ISO_LOCAL_TIME
						: (value instanceof OffsetDateTime) ? DateTimeFormatter.ISO_OFFSET_DATE_TIME : null;
		return (format != null) ? format.format((TemporalAccessor) value) : value;
	}

	private static @Nullable Object large(Object value, long maxBytes) throws SQLException {
		if (value instanceof Blob blob) {
			return Base64.getEncoder().encodeToString(blob.getBytes(1, length(blob.length(), maxBytes)));
		}
		if (value instanceof Clob clob) {
			return clob.getSubString(1, length(clob.length(), maxBytes));
		}
		return (value instanceof SQLXML xml) ? xml.getString() : null;
	}

	private static int length(long length, long maxBytes) {
		if (length > maxBytes) {
			throw new IllegalArgumentException(
					"a value of %d bytes does not fit into maxBytes; select less, or raise maxBytes".formatted(length));
		}
		return (int) length;
	}

	private static Object list(Object elements, long maxBytes) throws SQLException {
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = 0; i < java.lang.reflect.Array.getLength(elements); i++) {
			list.add(plain(java.lang.reflect.Array.get(elements, i), maxBytes));
		}
		return list;
	}

}
