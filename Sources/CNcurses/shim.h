/* Curses as Swift can see it: wide characters, no global variables, no variadic macros. WINDOW and
 * SCREEN differ between systems, so no shim takes a window. */
#define NCURSES_WIDECHAR 1
#include <ncurses.h>

#include <stdio.h>
#include <string.h>
#include <term.h>
#include <termios.h>

enum {
  curses_bold = 1,
  curses_dim = 2,
  curses_underline = 4,
  curses_reverse = 8,
  /// Codes for keys that no terminal description has: the ends of a bracketed paste.
  curses_paste_begin = 2000,
  curses_paste_end = 2001,
};

/// 1 for a terminal type that can move its cursor, 0 for one that cannot, -1 for an unknown one.
static inline int curses_probe(char *type, int fd) {
  int status = 0;
  if (setupterm(type, fd, &status) == ERR) return -1;
  char *move = tigetstr("cup");
  int able = move != NULL && move != (char *)-1;
  del_curterm(cur_term);
  return able;
}

/// The two ways in which terminals send arrows, Home and End; a description knows but one.
static inline void curses_define_arrows(void) {
  static const char letters[] = "ABCDHF";
  static const int keys[] = {KEY_UP, KEY_DOWN, KEY_RIGHT, KEY_LEFT, KEY_HOME, KEY_END};
  for (int i = 0; i < 6; i++) {
    const char normal[] = {27, '[', letters[i], 0}, application[] = {27, 'O', letters[i], 0};
    define_key(normal, keys[i]);
    define_key(application, keys[i]);
  }
}

/// Keys arrive one by one, unechoed, Enter apart from Ctrl-J, and at once; Ctrl-C is still
/// SIGINT, but Ctrl-S and Ctrl-Q are keys.
static inline void curses_begin(int fd) {
  struct termios modes;
  cbreak();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  set_escdelay(25);
  if (tcgetattr(fd, &modes) == 0) {
    modes.c_iflag &= ~(tcflag_t)IXON;
    tcsetattr(fd, TCSADRAIN, &modes);
    def_prog_mode();
  }
  curses_define_arrows();
  define_key("\033[200~", curses_paste_begin);
  define_key("\033[201~", curses_paste_end);
}

/// The number of colours, 0 if the terminal has none or cannot go back to its own.
static inline int curses_begin_colors(void) {
  if (start_color() == ERR || use_default_colors() == ERR) return 0;
  return COLORS;
}

/// Gives a pair its colours: -1 for the terminal's own, a number of its table, or 24 bits where its
/// description has so many colours.
static inline void curses_define_pair(short pair, int foreground, int background) {
#if NCURSES_EXT_COLORS
  init_extended_pair(pair, foreground, background);
#else
  init_pair(pair, (short)foreground, (short)background);
#endif
}

/// The next code: KEY_CODE_YES for a key, OK for a character, ERR when nothing waits.
static inline int curses_next(wint_t *code) { return wget_wch(stdscr, code); }

static inline int curses_rows(void) { return getmaxy(stdscr); }
static inline int curses_columns(void) { return getmaxx(stdscr); }

/// One cell: a character with its marks, ended by 0, in the attributes above.
static inline void curses_put(
    int row, int column, const wchar_t *text, int attributes, short pair) {
  cchar_t cell;
  attr_t set = WA_NORMAL;
  if (attributes & curses_bold) set |= WA_BOLD;
  if (attributes & curses_dim) set |= WA_DIM;
  if (attributes & curses_underline) set |= WA_UNDERLINE;
  if (attributes & curses_reverse) set |= WA_REVERSE;
  if (setcchar(&cell, text, set, pair, NULL) == OK) mvwadd_wch(stdscr, row, column, &cell);
}

static inline void curses_erase(void) { werase(stdscr); }

/// Lets the next flush write the whole screen, whatever curses believes to be on it.
static inline void curses_repaint(void) { clearok(stdscr, TRUE); }

/// Writes what changed, in one go, and puts the cursor there; hides it when `row` is negative.
static inline void curses_flush(int row, int column) {
  curs_set(row >= 0);
  if (row >= 0) wmove(stdscr, row, column);
  wnoutrefresh(stdscr);
  doupdate();
}

/// Reports presses of the first button and the wheel, without waiting for double clicks.
static inline void curses_begin_mouse(void) {
  mouseinterval(0);
  mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
}

/// The mouse event behind KEY_MOUSE: 1 for the button, 2 for wheel up, 3 for down, 0 for others.
static inline int curses_mouse(int *row, int *column) {
  MEVENT event;
  if (getmouse(&event) != OK) return 0;
  *row = event.y;
  *column = event.x;
  if (event.bstate & BUTTON1_PRESSED) return 1;
  if (event.bstate & BUTTON4_PRESSED) return 2;
  if (event.bstate & BUTTON5_PRESSED) return 3;
  return 0;
}

/// Appends a capability without its delays, written "$<5>"; returns the new length.
static inline size_t curses_append(char *buffer, size_t size, size_t length, char *name) {
  const char *text = tigetstr(name);
  if (text == NULL || text == (const char *)-1) return length;
  while (*text != 0 && length < size) {
    const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
    if (end != NULL) text = end + 1;
    else buffer[length++] = *text++;
  }
  return length;
}

/// The bytes that put the terminal back: attributes, colours, cursor, keypad, mouse, paste, and
/// last the screen that was there before. Returns their number.
static inline size_t curses_farewell(char *buffer, size_t size) {
  static const char modes[] = "\033[?1006l\033[?1000l\033[?2004l";
  size_t length = curses_append(buffer, size, 0, (char *)"sgr0");
  length = curses_append(buffer, size, length, (char *)"op");
  length = curses_append(buffer, size, length, (char *)"cnorm");
  length = curses_append(buffer, size, length, (char *)"rmkx");
  if (length + sizeof modes - 1 <= size) {
    memcpy(buffer + length, modes, sizeof modes - 1);
    length += sizeof modes - 1;
  }
  return curses_append(buffer, size, length, (char *)"rmcup");
}
