/* Serves registers with libmodbus: holding and input hold the same, from register 0 on; unit 1 on a serial line.
 * usage: libmodbus_server tcp PORT | rtu DEVICE, then values such as bits=64 (every third one on) u16=65535 u32/CDAB=305419896 f32/ABCD=1240.5 */
#include <errno.h>
#include <modbus.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint16_t words[512];
static int count, bits;

static void put(const char *order, const uint8_t *straight, int length) {
  for (int i = 0; i < length; i += 2) {
    uint8_t high = straight[i], low = straight[i + 1];
    if (length == 4) { high = straight[order[i] - 'A']; low = straight[order[i + 1] - 'A']; }
    words[count++] = (uint16_t)(high << 8 | low);
  }
}

static void put_integer(const char *order, uint64_t value, int length) {
  uint8_t straight[8];
  for (int i = 0; i < length; i++) straight[i] = (uint8_t)(value >> 8 * (length - 1 - i));
  put(order, straight, length);
}

static void add(const char *text) {
  if (!strncmp(text, "bits=", 5)) { bits = atoi(text + 5); return; }
  const char *value = strchr(text, '=') + 1, *slash = strchr(text, '/');
  char order[5] = "ABCD";
  if (slash) memcpy(order, slash + 1, 4);
  int length = atoi(text + 1) / 8;
  double real = atof(value);
  float single = (float)real;
  uint64_t bits;
  uint32_t single_bits;
  memcpy(&bits, &real, sizeof bits);
  memcpy(&single_bits, &single, sizeof single_bits);
  if (text[0] == 'u') put_integer(order, strtoull(value, NULL, 10), length);
  else if (text[0] == 's') put_integer(order, (uint64_t)strtoll(value, NULL, 10), length);
  else if (length == 4) put_integer(order, single_bits, 4);
  else put_integer(order, bits, length);
}

int main(int argc, char **argv) {
  uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
  for (int i = 3; i < argc; i++) add(argv[i]);
  int tcp = !strcmp(argv[1], "tcp"), listener = -1;
  modbus_t *bus = tcp ? modbus_new_tcp("127.0.0.1", atoi(argv[2])) : modbus_new_rtu(argv[2], 9600, 'N', 8, 1);
  modbus_mapping_t *map = modbus_mapping_new(bits, bits, count, count);
  for (int i = 0; i < bits; i += 3) map->tab_bits[i] = map->tab_input_bits[i] = 1;
  memcpy(map->tab_registers, words, count * sizeof *words);
  memcpy(map->tab_input_registers, words, count * sizeof *words);
  if (tcp ? (listener = modbus_tcp_listen(bus, 1)) < 0 : modbus_set_slave(bus, 1) || modbus_connect(bus)) {
    fprintf(stderr, "%s: %s\n", argv[2], modbus_strerror(errno));
    return 1;
  }
  puts("ready");
  fflush(stdout);
  while (!tcp || modbus_tcp_accept(bus, &listener) >= 0) {
    int length;
    while ((length = modbus_receive(bus, query)) >= 0 || !tcp)
      if (length > 0) modbus_reply(bus, query, length, map);
    modbus_close(bus);
  }
  return 0;
}
