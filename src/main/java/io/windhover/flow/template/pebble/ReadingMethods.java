package io.windhover.flow.template.pebble;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import io.pebbletemplates.pebble.attributes.methodaccess.MethodAccessValidator;

/**
 * Which Java methods a template may call: those that only read, of the plain values that
 * templates see.
 */
class ReadingMethods implements MethodAccessValidator {

	/** Dates, and what a loop says of itself. */
	private static final Set<String> PACKAGES = Set.of("java.time", "io.pebbletemplates.pebble.node");

	private static final Set<String> TEXT = Set.of("length", "isEmpty", "isBlank", "contains", "startsWith", "endsWith",
			"indexOf", "lastIndexOf", "substring", "toLowerCase", "toUpperCase", "trim", "strip", "charAt", "equals",
			"equalsIgnoreCase", "compareTo", "toString");

	private static final Set<String> COLLECTION = Set.of("size", "isEmpty", "contains", "containsKey", "containsValue",
			"containsAll", "get", "getOrDefault", "indexOf", "lastIndexOf", "equals", "toString");

	private static final Set<String> ENTRY = Set.of("getKey", "getValue");

	private static final Set<String> NUMBER = Set.of("intValue", "longValue", "doubleValue", "floatValue", "equals",
			"compareTo", "toString");

	@Override
	public boolean isMethodAccessAllowed(Object object, Method method) {
		String name = method.getName();
		if (Modifier.isStatic(method.getModifiers()) || name.equals("getClass")) {
			return false;
		}
		if (object instanceof CharSequence) {
			return TEXT.contains(name);
		}
		if (object instanceof Map || object instanceof Collection) {
			return COLLECTION.contains(name);
		}
		if (object instanceof Map.Entry) {
			return ENTRY.contains(name);
		}
		if (object instanceof Number || object instanceof Boolean) {
			return NUMBER.contains(name);
		}
		return PACKAGES.contains(object.getClass().getPackageName());
	}

}
