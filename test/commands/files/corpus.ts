/** Invocations of the file tools: each is run through ours and through the machine's own, and the trees are compared. */

export const FILES: Readonly<Record<string, string>> = {
  f: 'b\na\n',
  g: 'other\n',
  empty: '',
  'a b': 'blank\n',
  '.hidden': 'h\n',
  'd/': '',
  'full/x': 'x\n',
  'full/sub/y': 'y\n',
  'full/sub/z.ko': 'zz\n',
  l: '-> f',
  dl: '-> full',
  dang: '-> nosuch',
  loop: '-> loop',
};

export const LINES: readonly string[] = `
ls
ls -1
ls -a
ls -A
ls -d . f
ls -F
ls -p
ls -l
ls -lA full
ls -l f
ls -l nosuch f
ls -n f
ls -lF
ls -l full
ls -lh f
ls -R
ls -R full
ls -r
ls -S
ls -C
ls -CF
ls f full d
ls full nosuch
ls nosuch
ls nosuch nosuch2
ls nosuch/
ls f/
ls ''
ls l
ls dl
ls -l dl
ls -d dl
ls -F dl
ls dl/
ls dang
ls -l dang
ls loop
ls empty 'a b'
ls 'a  b'
ls -Y
ls --nosuch
ls -U full
ls -l /dev/null /dev/zero
stat nosuch
stat
stat -c '%A %a %n' f d l
stat -c '%F' f d l empty /dev/null
stat -c '%s %h' f l empty
stat -c '%t %T' /dev/null f
stat -c '%N' f l 'a b'
stat -c '%U %u %G %g' f
stat -c '%q|%%|%5s|%-5s|%05a|%' f
stat -c '%f' f d l
stat -L -c %F l dl
stat -L -c %F dang
stat --printf '%n\\n' f l
stat --format=%n f
stat -c '%B' nosuch f
stat -q
touch new
touch f
touch -c new
touch nosuch/x
touch ''
touch
touch a1 a2 a3
mkdir new
mkdir d
mkdir f
mkdir nosuch/x
mkdir -p p/q/r
mkdir -p d
mkdir -p f
mkdir -p f/x
mkdir -p d/x/../y
mkdir -v new
mkdir -pv p/q
mkdir -m 700 new
mkdir -m q new
mkdir
mkdir new/
mkdir a1 d a2
rmdir d
rmdir full
rmdir nosuch
rmdir f
rmdir -v d
rmdir -p d
rmdir --ignore-fail-on-non-empty full
rmdir
rm f
rm f g
rm d
rm nosuch
rm -f nosuch f
rm -f
rm
rm -d d
rm -d full
rm -r full
rm -rf full d nosuch
rm -rv full
rm -v f
rm .
rm -rf .
rm -r ..
rm nosuch/x
rm l
rm dl
rm -r dl
rm -z
rm -- f
cp f new
cp f d
cp f g d
cp f g new
cp f g empty
cp f nosuch/x
cp f nosuch/
cp f f
cp l f
cp nosuch new
cp d new
cp -r d new
cp -r full new
cp -r full d
cp -R full f
cp -v f new
cp -rv full new
cp l new
cp -P l new
cp -a l new
cp -r dl new
cp -a full new
cp f dl
cp -n f g
cp -T f new
cp -T f d
cp -t d f g
cp -t nosuch f
cp f
cp
cp dang new
cp full f d
cp -z f g
cp f 'a b'
cp -f f g
mv f new
mv f d
mv f g d
mv f g new
mv f g empty
mv f f
mv nosuch new
mv f nosuch/x
mv full d
mv full f
mv f full
mv full full/sub/deep
mv -T f d
mv -T full d
mv -T d full
mv -n f g
mv -v f new
mv -t d f g
mv l d
mv f
mv
mv d/ new
mv 'a b' new
mv f dl
ln -s f new
ln -s f g
ln -sf f g
ln -s nosuch d
ln -s a b c
ln -s f g d
ln -sv f new
ln -s f nosuch/x
ln -sfn q dl
ln -sn q dl
ln -s q dl
ln -s full/x
ln
ln nosuch new
ln d new
ln -sT f d
chmod 600 f
chmod u+x f
chmod -v 600 f
chmod -v 644 f
chmod -c 600 f
chmod -v u=g f
chmod -v a+rwx f
chmod -v go-r f
chmod -v a=r,u+w f
chmod -v u+s f
chmod -v +t d
chmod -v g+s,o-t d
chmod -v 1777 d
chmod -v 4755 f
chmod -v +X f d
chmod -v -x d
chmod -v -rwx f
chmod -v o=u f
chmod -v =r f
chmod -v u+rw-x f
chmod -v 0 f
chmod -v a-w,u=rwX f
chmod -R -v 700 d
chmod q f
chmod 99 f
chmod 77777 f
chmod a f
chmod u+x,z f
chmod 644
chmod
chmod 644 nosuch
chmod 644 dang
chmod -f 644 nosuch
chmod --reference=d -v f
chmod -v u-rwx,g-rwx,o+r f
mkfifo p
mkfifo f
mkfifo
mkfifo a1 a2
mkfifo -m 600 p
mkfifo -m q p
mknod p p
mknod f p
mknod
mknod n
mknod n c
mknod n c 1
mknod n c x 1
mknod n c 1 x
mknod n q
mknod n q 1 2
mknod n p 1
mknod n p 1 2
mknod n c 1 2 3
mknod nosuch/n p
mknod n c 1 99999999999
mknod n c 99999999999 1
mknod -m q n p
readlink l
readlink f
readlink nosuch
readlink l dl
readlink -n l
readlink -v f
readlink -v nosuch
readlink loop
readlink -f loop
readlink -f nosuch/x
readlink -e dang
readlink
realpath nosuch/x
realpath
readlink -f /
readlink -f /dev/../dev/null
realpath -m /a/../b//c/
find
find .
find full
find d
find full d
find nosuch
find full nosuch
find full -type f
find full -type d
find . -type l
find full -type f,d
find full -name 'z*'
find full -name '*.ko' -o -name x
find full '(' -name x -o -name y ')' -type f
find full ! -name x
find full -not -type d
find full -path '*sub/y'
find full -name '[xy]'
find full -name '[!x]'
find full -iname X
find . -maxdepth 1
find . -maxdepth 0
find . -mindepth 2
find . -maxdepth 1 -mindepth 1 -type f
find full -depth
find full -print0
find full -print -name x
find full -name x -print -o -name y
find full -type d -name sub -prune -o -print
find full -name x -quit
find . -empty
find full -delete
find full -name x -delete
find full -true
find full -false
find full -size 0
find . -size -1
find . -size +0c
find . -perm 644 -type f
find l
find -L l
find -L dl -type f
find -H dl -type f
find dl
find dl/
find full -exec basename '{}' ';'
find full -type f -exec cat '{}' ';'
find full -name x -exec cat '{}' '{}' ';'
find full -name x -exec cat '{}' +
find full -name x -exec false '{}' ';' -print
find full -name x -exec true '{}' ';' -print
find full -name x -exec false '{}' +
find full -name x -exec nosuch '{}' ';'
find full -name
find full -type q
find full -bogus
find full -exec echo
find full -exec ';'
find full '('
find full '(' ')'
find full ')'
find full -maxdepth x
find full -maxdepth -1
find -name x full
find full -name x full
find !
find full -o
find full -a -name x
find full -name x -a
find full -name x -o
find full -name x -name
find ''
find full -wholename full/x
mktemp x
mktemp a b
mktemp nosuch/XXXXXX
mktemp -d nosuch/XXXXXX
mktemp -q nosuch/XXXX
mktemp -p nosuch
`
  .split('\n')
  .filter((line) => line !== '');
